import { effect, useComputed, useSignalEffect } from '@preact/signals'
import { Fragment } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { useClient } from '../client.ts'
import { today } from '../today.ts'
import { Beginning } from './beginning.tsx'
import { type Day, daysOf } from './days.ts'
import { Downwards } from './downwards.tsx'
import { Message } from './message.tsx'
import { NewsBar } from './news-bar.tsx'
import { peopleShown } from './people-shown.ts'
import type { Reading } from './reading.ts'
import { walk } from './row-keys.ts'
import { Rows } from './rows.ts'
import { type Said, saidInEntry, saidInRow } from './said.ts'
import { Skeleton } from './skeleton.tsx'
import { indexOf, seqsIn } from './span.ts'
import { dayOf } from './when.ts'

/** What was said in a channel, as far as it is near what the reader sees. */
export function Timeline({ channel, reading }: { channel: string; reading: Reading }) {
  const client = useClient()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const timeline = client.replica.timeline(channel)
  const rows = useMemo(() => new Rows(), [])
  const days = useDays(channel, reading)
  // Not with the next frame, as effects of components are: what came is drawn in this one.
  useLayoutEffect(() => effect(() => reading.begin()), [reading])
  useSignalEffect(() => {
    const me = client.session.value
    if (me.phase === 'signed-in') client.showing(peopleShown(days.value, me.id))
  })
  useLayoutEffect(() => {
    if (box.current !== null && content.current !== null) return reading.attach(box.current, content.current)
  }, [reading])
  reading.beforeDraw()
  useLayoutEffect(() => reading.afterDraw())

  // Buttons beside the log go away when they are used.
  const takeFocus = () => box.current?.focus({ preventScroll: true })
  const { seqs, older } = timeline.value
  const span = reading.span.value
  const fromFirst = span !== null && indexOf(seqs, span.from) === 0
  return (
    <>
      <NewsBar reading={reading} onGone={takeFocus} />
      <div
        class="timeline"
        ref={box}
        role="log"
        aria-label="Messages"
        // Only what comes now is read out, and only to who is there: not what is drawn late, nor older pages.
        aria-live={reading.atEnd.value && reading.settled.value ? 'polite' : 'off'}
        aria-busy={span === null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={() => reading.scrolled()}
        // Before the button itself hears of it, and draws.
        onClickCapture={event => holdFolded(event.target, reading)}
        onKeyDown={event => walk(event, event.currentTarget, reading)}
        onPointerOver={event => rows.pointAt(event)}
        onPointerLeave={() => rows.pointAt(null)}
        onFocusIn={event => rows.focusOn(event.target)}
        onFocusOut={event => rows.focusOn(event.relatedTarget)}
      >
        <div class="timeline-content" ref={content}>
          {span === null && <Skeleton />}
          {span !== null && (fromFirst && !older ? <Beginning channel={channel} /> : <div class="timeline-more" />)}
          {days.value.map(day => (
            <DayOf key={day.date} day={day} channel={channel} marked={reading.marked.value} rows={rows} />
          ))}
        </div>
      </div>
      <Downwards channel={channel} reading={reading} onGone={takeFocus} />
    </>
  )
}

/** A message that is unfolded keeps its beginning where it is, one that is folded again the button under the pointer. */
const holdFolded = (target: EventTarget | null, reading: Reading): void => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[aria-expanded]') : null
  const part = button?.ariaExpanded === 'true' ? button : button?.closest('article')
  if (part) reading.hold(part)
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
      reading.visit.firstNew.value,
    )
  })
}

interface DayProps {
  day: Day
  channel: string
  marked: number | null
  rows: Rows
}

function DayOf({ day, channel, marked, rows }: DayProps) {
  return (
    <section>
      <h2 class="day-name">
        <span>{dayOf(day.at, today.value)}</span>
      </h2>
      {day.lines.map(({ said, grouped, first }) => (
        <Fragment key={said.key}>
          {first && <div class="new-line">New</div>}
          <Message
            said={said}
            channel={channel}
            grouped={grouped}
            marked={said.seq !== null && said.seq === marked}
            rows={rows}
          />
        </Fragment>
      ))}
    </section>
  )
}
