import { signal } from '@preact/signals'

/** Now, as far as days are concerned: it moves when another day begins where the reader is. */
export const today = signal(Date.now())

const DAY_MS = 24 * 60 * 60 * 1000

const look = (): void => {
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
// A machine that slept through midnight wakes up with its timers late.
document.addEventListener('visibilitychange', look)
addEventListener('focus', look)
