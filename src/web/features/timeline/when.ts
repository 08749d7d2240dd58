import { dateOf } from './days.ts'

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const withYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** The time of day, in the reader's language and zone. */
export const timeOf = (at: number): string => clock.format(at)

/** Date and time, whole. */
export const momentOf = (at: number): string => whole.format(at)

/** Today, Yesterday, or the weekday and date; with the year where it is another than this. */
export const dayOf = (at: number, now: number): string => {
  const date = dateOf(at)
  if (date === dateOf(now)) return 'Today'
  if (date === dateOf(yesterdayOf(now))) return 'Yesterday'
  return (date.slice(0, 4) === dateOf(now).slice(0, 4) ? weekday : withYear).format(at)
}

/** The same within a sentence: today, yesterday, on Monday 2 November. */
export const dayInWords = (at: number, now: number): string => {
  const day = dayOf(at, now)
  return day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : `on ${day}`
}

const yesterdayOf = (now: number): number => {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1).getTime()
}

/** The time of today, or the day and the time. */
export const sinceOf = (at: number, now: number): string =>
  dateOf(at) === dateOf(now) ? timeOf(at) : `${dayOf(at, now)}, ${timeOf(at)}`
