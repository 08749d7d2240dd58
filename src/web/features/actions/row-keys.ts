import { isDayKey } from '../timeline/day-keys.ts'
import type { Reading } from '../timeline/reading.ts'

/** Up and Down walk through the messages, Home and End go to the first and the last that are there, Shift+Page Up and Down by day. */
export const walk = (event: KeyboardEvent, box: HTMLElement, reading: Reading): void => {
  if (isDayKey(event)) {
    event.preventDefault()
    goToDay(event.key === 'PageUp' ? -1 : 1, box, reading)
    return
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (event.key === 'End') {
    event.preventDefault()
    goToEnd(box, reading)
    return
  }
  const lines = [...box.querySelectorAll('article')]
  const at = lines.findIndex(line => line.contains(document.activeElement))
  const next = stepOf(event.key, lines, at, box)
  if (next === undefined) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

/** To the beginning of the day before (-1) or after (1), as seen from the upper edge; where there is none, to the edge. */
export const goToDay = (step: 1 | -1, box: HTMLElement, reading: Reading): void => {
  const edge = box.getBoundingClientRect().top
  const topOf = (day: Element) => day.getBoundingClientRect().top - edge
  const days = [...box.querySelectorAll('section')]
  const day = step === 1 ? days.find(one => topOf(one) > 1) : days.findLast(one => topOf(one) < -1)
  if (day === undefined && step === 1) goToEnd(box, reading)
  else box.scrollTop += day === undefined ? -box.scrollTop : topOf(day)
  if (box.contains(document.activeElement)) day?.querySelector('article')?.focus({ preventScroll: true })
}

/** The end may not be drawn yet. Until it is the focus waits in the log: a line that goes would take it along. */
const goToEnd = (box: HTMLElement, reading: Reading): void => {
  const isInside = box.contains(document.activeElement)
  if (isInside) box.focus({ preventScroll: true })
  reading.toEnd()
  if (!isInside) return
  requestAnimationFrame(() => [...box.querySelectorAll('article')].at(-1)?.focus({ preventScroll: true }))
}

const stepOf = (key: string, lines: HTMLElement[], at: number, box: HTMLElement): HTMLElement | undefined => {
  if (key === 'Home') return lines.at(0)
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  if (at === -1) return lastVisible(lines, box)
  // What is taller than the view is read to its edge first: the browser scrolls.
  if (reachesOut(lines[at], box, key)) return undefined
  return lines[at + (key === 'ArrowUp' ? -1 : 1)]
}

const lastVisible = (lines: HTMLElement[], box: HTMLElement): HTMLElement | undefined => {
  const edge = box.getBoundingClientRect().bottom
  return lines.findLast(line => line.getBoundingClientRect().top < edge)
}

const reachesOut = (line: HTMLElement | undefined, box: HTMLElement, key: string): boolean => {
  const view = box.getBoundingClientRect()
  const { top, bottom, height } = line?.getBoundingClientRect() ?? view
  if (height <= view.height) return false
  return key === 'ArrowUp' ? top < view.top - 1 : bottom > view.bottom + 1
}
