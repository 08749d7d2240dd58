import { useComputed, useSignalEffect } from '@preact/signals'
import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Button, IconButton } from '../../ui/button.tsx'
import { useClient } from '../client.ts'
import { Beginning } from './beginning.tsx'
import { type Day, daysOf } from './days.ts'
import { Message } from './message.tsx'
import type { Reading } from './reading.ts'
import { type Said, saidInEntry, saidInRow } from './said.ts'
import { indexOf, seqsIn } from './span.ts'
import { dayOf } from './when.ts'

/** What was said in a channel, as far as it is near what the reader sees. */
export function Timeline({ channel, reading }: { channel: string; reading: Reading }) {
  const client = useClient()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const timeline = client.replica.timeline(channel)
  const days = useDays(channel, reading)
  useSignalEffect(() => reading.begin())
  useEffect(() => {
    if (box.current !== null && content.current !== null) return reading.attach(box.current, content.current)
  }, [reading])
  reading.beforeDraw()
  useLayoutEffect(() => reading.afterDraw())

  const { seqs, older } = timeline.value
  const span = reading.span.value
  const fromFirst = span !== null && indexOf(seqs, span.from) === 0
  return (
    <>
      <div
        class="timeline"
        ref={box}
        role="log"
        aria-label="Messages"
        aria-live={reading.atEnd.value ? 'polite' : 'off'}
        aria-busy={span === null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={() => reading.scrolled()}
      >
        <div class="timeline-content" ref={content}>
          {span === null && <Skeleton />}
          {span !== null && (fromFirst && !older ? <Beginning channel={channel} /> : <div class="timeline-more" />)}
          {days.value.map(day => (
            <DayOf key={day.date} day={day} channel={channel} marked={reading.marked.value} />
          ))}
        </div>
      </div>
      <Downwards channel={channel} reading={reading} />
    </>
  )
}

const useDays = (channel: string, reading: Reading) => {
  const { replica, session } = useClient()
  return useComputed((): Day[] => {
    const span = reading.span.value
    const { seqs, pending } = replica.timeline(channel).value
    const me = session.value.phase === 'signed-in' ? session.value.id : ''
    const unsent = pending.map(entry => saidInEntry(entry, me))
    // What is written while nothing could be loaded yet is seen all the same.
    if (span === null) return daysOf(unsent, null, null)
    const saidAt = (seq: number | undefined): Said | null => {
      const row = seq === undefined ? null : replica.message(channel, seq).value
      return row === null ? null : saidInRow(row)
    }
    const said = seqsIn(seqs, span).flatMap(seq => saidAt(seq) ?? [])
    return daysOf(
      span.to === null ? [...said, ...unsent] : said,
      saidAt(seqs[indexOf(seqs, span.from) - 1]),
      reading.firstNew.value,
    )
  })
}

function DayOf({ day, channel, marked }: { day: Day; channel: string; marked: number | null }) {
  return (
    <section class="day">
      <h2 class="day-name">
        <span>{dayOf(day.at, Date.now())}</span>
      </h2>
      {day.lines.map(({ said, grouped, first }) => (
        <Fragment key={said.key}>
          {first && <div class="new-line">New</div>}
          <Message said={said} channel={channel} grouped={grouped} marked={said.seq !== null && said.seq === marked} />
        </Fragment>
      ))}
    </section>
  )
}

/** For who is further up: that there is something new, and the way to it. */
function Downwards({ channel, reading }: { channel: string; reading: Reading }) {
  const last = useClient().replica.timeline(channel).value.seqs.at(-1) ?? 0
  const away = !reading.atEnd.value && reading.span.value !== null
  const something = away && last > reading.seen.value
  return (
    <div class="downwards">
      <div role="status">
        {something && (
          <Button look="main" onClick={() => reading.toEnd()}>
            New messages
          </Button>
        )}
      </div>
      {away && !something && (
        <IconButton icon="arrow-down" label="Go to the newest message" onClick={() => reading.toEnd()} />
      )}
    </div>
  )
}

/** The shape of what will be here; it only shows when the wait is long enough to be noticed. */
function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {[64, 38, 82, 51, 70, 44].map(width => (
        <div class="skeleton-line" key={width} data-width={width}>
          <i />
          <b />
        </div>
      ))}
    </div>
  )
}
