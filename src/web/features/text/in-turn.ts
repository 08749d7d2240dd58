/** What is to be done when the page has nothing better to do, each in a task of its own. */
const waiting: (() => void)[] = []
let isAsked = false

/** Does it later, after all that was asked for before, and never two at once. Returns how to forget it. */
export const inTurn = (work: () => void): (() => void) => {
  waiting.push(work)
  ask()
  return () => {
    const at = waiting.indexOf(work)
    if (at >= 0) waiting.splice(at, 1)
  }
}

const ask = (): void => {
  if (isAsked || waiting.length === 0) return
  isAsked = true
  soon(() => {
    isAsked = false
    waiting.shift()?.()
    ask()
  })
}

/**
 * Safari knows no idle time: there each portion waits 50 ms, so that keys and scrolling come in between. A portion that is drawn
 * at once after the other would hold the page for as long as all of them take.
 */
const soon = (run: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 500 })
  else setTimeout(run, 50)
}
