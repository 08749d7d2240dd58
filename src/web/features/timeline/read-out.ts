import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

/** Whoever reads the page out has taken note of a new line by then, milliseconds. */
const TAKEN_MS = 1000

/**
 * A message is news once, when it comes. Whatever changes in its line later (a dot of presence, the bar of actions, an
 * edit, a reaction) is not read out: the log is silent about what is inside of it from then on.
 */
export const useReadOutOnce = (line: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const timer = setTimeout(() => line.current?.setAttribute('aria-live', 'off'), TAKEN_MS)
    return () => clearTimeout(timer)
  }, [line])
}
