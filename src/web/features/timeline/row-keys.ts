import type { Reading } from './reading.ts'

/** Up and Down walk through the messages, Home and End go to the first and the last that are there. */
export const walk = (event: KeyboardEvent, box: HTMLElement, reading: Reading): void => {
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

/** The end may not be drawn yet. Until it is the focus waits in the log: a line that goes would take it along. */
const goToEnd = (box: HTMLElement, reading: Reading): void => {
  box.focus({ preventScroll: true })
  reading.toEnd()
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
