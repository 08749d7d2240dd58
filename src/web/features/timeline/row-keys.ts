import type { Reading } from './reading.ts'

/** Up and Down walk through the messages, Home and End go to the first and the last that are there. */
export const walk = (event: KeyboardEvent, box: HTMLElement, reading: Reading): void => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const lines = [...box.querySelectorAll('article')]
  const at = lines.findIndex(line => line.contains(document.activeElement))
  const next = stepOf(event.key, lines, at, box, reading)
  if (next === undefined) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

const stepOf = (
  key: string,
  lines: HTMLElement[],
  at: number,
  box: HTMLElement,
  reading: Reading,
): HTMLElement | undefined => {
  if (key === 'Home') return lines.at(0)
  if (key === 'End') {
    reading.toEnd()
    return [...box.querySelectorAll('article')].at(-1)
  }
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
