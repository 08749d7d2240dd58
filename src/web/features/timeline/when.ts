import { computed, type ReadonlySignal } from '@preact/signals'
import { locale, say } from '../../words/say.ts'
import { preferences } from '../preferences/chosen.ts'
import { zone } from '../zone.ts'
import { dateOf } from './days.ts'

/** Made anew with another time zone: what shows a time is drawn again then. */
const inZone = (options: Intl.DateTimeFormatOptions): ReadonlySignal<Intl.DateTimeFormat> =>
  computed(() => new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone.value }))

const clocks = {
  auto: inZone({ timeStyle: 'short' }),
  '12': inZone({ hour: 'numeric', minute: '2-digit', hour12: true }),
  '24': inZone({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }),
}
const whole = inZone({ dateStyle: 'full', timeStyle: 'medium' })
const weekday = inZone({ weekday: 'long', day: 'numeric', month: 'long' })
const withYear = inZone({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** The time of day, in the reader's language and zone. */
export const timeOf = (at: number): string => clocks[preferences.value.clock].value.format(at)

/** Date and time, whole. */
export const momentOf = (at: number): string => whole.value.format(at)

/** Today, Yesterday, or the weekday and date; with the year where it is another than this. */
export const dayOf = (at: number, now: number): string => {
  const date = dateOf(at)
  if (date === dateOf(now)) return say`Today`
  if (date === dateOf(yesterdayOf(now))) return say`Yesterday`
  return (date.slice(0, 4) === dateOf(now).slice(0, 4) ? weekday : withYear).value.format(at)
}

/** The same within a sentence: today, yesterday, on Monday 2 November. */
export const dayInWords = (at: number, now: number): string => {
  const date = dateOf(at)
  if (date === dateOf(now)) return say`today`
  return date === dateOf(yesterdayOf(now)) ? say`yesterday` : say`on ${dayOf(at, now)}`
}

const yesterdayOf = (now: number): number => {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1).getTime()
}

/** The time of today, or the day and the time. */
export const sinceOf = (at: number, now: number): string =>
  dateOf(at) === dateOf(now) ? timeOf(at) : say`${dayOf(at, now)}, ${timeOf(at)}`
