import { zone } from '../zone.ts'
import type { Said } from './said.ts'

/** Messages of one person within this time of the one before share a header, milliseconds. */
export const GROUP_MS = 5 * 60_000

export interface Line {
  said: Said
  /** Goes on from the line above: same person, same day, soon after. */
  grouped: boolean
  /** The first that was unread when the channel was opened. */
  first: boolean
}

export interface Day {
  /** The reader's date: 2026-11-22. */
  date: string
  at: number
  lines: Line[]
}

/**
 * The lines of a timeline by the reader's days.
 * @param before what was said before the first of `said`, though it is not drawn
 * @param firstNew the seq of the first unread message, which begins with a header of its own
 */
export const daysOf = (said: readonly Said[], before: Said | null, firstNew: number | null): Day[] => {
  const days: Day[] = []
  let previous = before
  let latest = before?.at ?? 0
  for (const one of said) {
    // The clock of an unsent entry is this machine's: it must not open a day before the one that it follows.
    const at = Math.max(one.at, latest)
    latest = at
    const date = dateOf(at)
    const first = one.seq !== null && one.seq === firstNew
    const grouped = !first && previous !== null && goesOn(previous, one, at) && dateOf(previous.at) === date
    let day = days.at(-1)
    if (day?.date !== date) {
      day = { date, at, lines: [] }
      days.push(day)
    }
    day.lines.push({ said: one, grouped, first })
    previous = one
  }
  return days
}

/** Whether two that follow each other share a header; `at`: when the second is taken to have been said. */
export const goesOn = (previous: Said, one: Said, at: number): boolean =>
  previous.author === one.author && previous.happened === null && at - previous.at < GROUP_MS

/** The date where the reader is, wherever that is by now. */
export const dateOf = (at: number): string => {
  void zone.value
  const date = new Date(at)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}
