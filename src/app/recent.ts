/**
 * Asks at most once in `ms`, however many want to know, and never twice at a time; in between the last answer is given
 * again. An answer that took longer than `ms` goes only to those who waited for it.
 */
export const recent = <T>(ask: () => Promise<T>, ms: number, monotonic: () => number): (() => Promise<T>) => {
  let last: { at: number; answer: Promise<T>; isKnown: boolean } | null = null
  return () => {
    const now = monotonic()
    if (last && (!last.isKnown || now - last.at < ms)) return last.answer
    const asked = { at: now, answer: ask(), isKnown: false }
    const known = () => {
      asked.isKnown = true
    }
    asked.answer.then(known, known)
    last = asked
    return asked.answer
  }
}
