import { signal } from '@preact/signals'
import { lookAtZone } from './zone.ts'

/** Now, as far as days are concerned: it moves when another day begins where the reader is. */
export const today = signal(Date.now())

/** A page that nobody leaves, on a machine that travels, is wrong for no longer than this. */
const ZONE_MS = 15_000
const DAY_MS = 24 * 60 * 60 * 1000

const look = (): void => {
  lookAtZone()
  if (new Date(today.peek()).toDateString() !== new Date().toDateString()) today.value = Date.now()
}

const waitForMidnight = (): void => {
  const now = new Date()
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime()
  setTimeout(
    () => {
      look()
      waitForMidnight()
    },
    Math.min(DAY_MS, midnight - now.getTime() + 50),
  )
}

waitForMidnight()
// No event tells of another zone.
setInterval(look, ZONE_MS)
// A machine that slept through midnight wakes up with its timers late.
document.addEventListener('visibilitychange', look)
addEventListener('focus', look)
