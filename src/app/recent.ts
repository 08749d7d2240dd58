/**
 * Asks at most once in so many milliseconds, however many want to know, and never twice at a time: what is answered in
 * between was found out so long ago at most. An answer that took longer than that is only for those who waited for it.
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
