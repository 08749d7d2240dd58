import { effect, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { afterPaint } from '../../ui/after-paint.ts'
import { say } from '../../words/say.ts'
import { useAtHand } from '../actions/at-hand.ts'
import { loadParts, partsNow } from '../actions/load-parts.ts'
import { useClient } from '../client.ts'
import { Beginning } from './beginning.tsx'
import { DayOf } from './day.tsx'
import { alsoShown, peopleShown } from './people-shown.ts'
import type { Reading } from './reading.ts'
import { Skeleton } from './skeleton.tsx'
import { indexOf } from './span.ts'
import { useDays } from './use-days.ts'

/** What was said in a channel, as far as it is near what the reader sees. */
export function Timeline({ channel, reading }: { channel: string; reading: Reading }) {
  const client = useClient()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const timeline = client.replica.timeline(channel)
  // What lies over the log comes with what one does in it.
  const parts = partsNow()
  useLogEvents(box, reading)
  const days = useDays(channel, reading)
  // Not with the next frame, as effects of components are: what came is drawn in this one.
  useLayoutEffect(() => effect(() => reading.begin()), [reading])
  useSignalEffect(() => {
    const me = client.session.value
    const listed = client.replica.directs.value.flatMap(one => (one.kind === 'dm' ? one.people : []))
    const beside = [...alsoShown.value, ...listed]
    if (me.phase === 'signed-in') client.showing([...peopleShown(days.value, me.id), ...beside])
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
      {parts !== null && <parts.NewsBar reading={reading} onGone={takeFocus} />}
      <div
        class="timeline"
        ref={box}
        role="log"
        aria-label={say`Messages`}
        // Only what comes now is read out, and only to who is there: not what is drawn late, nor older pages.
        aria-live={reading.atEnd.value && reading.settled.value ? 'polite' : 'off'}
        aria-busy={span === null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={() => reading.scrolled()}
        // Before the button itself hears of it, and draws.
        onClickCapture={event => holdFolded(event.target, reading)}
      >
        <div class="timeline-content" ref={content}>
          {span === null && <Skeleton />}
          {span !== null && (fromFirst && !older ? <Beginning channel={channel} /> : <div class="timeline-more" />)}
          {days.value.map(day => (
            <DayOf key={day.date} day={day} channel={channel} marked={reading.marked.value} />
          ))}
        </div>
      </div>
      {parts !== null && <parts.Downwards channel={channel} reading={reading} onGone={takeFocus} />}
    </>
  )
}

/** A message that is unfolded keeps its beginning where it is, one that is folded again the button under the pointer. */
const holdFolded = (target: EventTarget | null, reading: Reading): void => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[aria-expanded]') : null
  const part = button?.ariaExpanded === 'true' ? button : button?.closest('article')
  if (part) reading.hold(part)
}

/** Whatever else the log hears, it hears as soon as the program for that is here. */
const useLogEvents = (box: { current: HTMLElement | null }, reading: Reading): void => {
  const atHand = useAtHand()
  const parts = partsNow()
  useEffect(() => afterPaint(() => void loadParts()), [])
  useLayoutEffect(() => {
    if (parts !== null && box.current !== null) return parts.listenToLog(box.current, reading, atHand)
    box.current?.addEventListener('keydown', keepKey)
    return () => box.current?.removeEventListener('keydown', keepKey)
  }, [parts, box, reading, atHand])
}

/** A key on a message that comes before that program waits for it. */
const keepKey = (event: KeyboardEvent): void => {
  const { target, key } = event
  if (!(target instanceof Element) || target.tagName !== 'ARTICLE' || ['Tab', 'Escape'].includes(key)) return
  event.preventDefault()
  // The event has all the fields that the constructor reads, so that the new one is a copy.
  void loadParts().then(() => afterPaint(() => target.dispatchEvent(new KeyboardEvent('keydown', event))))
}
