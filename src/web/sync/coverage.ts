/** What is held of a timeline without holes [SYNC-4]: intervals of seq, both ends included, rising and never touching. */
export type Coverage = readonly Interval[]
export type Interval = readonly [from: number, to: number]

/** Coverage with `from`…`to` added; intervals that overlap or touch become one. */
export const cover = (coverage: Coverage, from: number, to: number): Coverage => {
  const apart = coverage.filter(([start, end]) => end + 1 < from || start > to + 1)
  const touching = coverage.filter(interval => !apart.includes(interval))
  const merged: Interval = [
    Math.min(from, ...touching.map(([start]) => start)),
    Math.max(to, ...touching.map(([, end]) => end)),
  ]
  return [...apart, merged].sort(([a], [b]) => a - b)
}

/** Whether this one seq is held. */
export const covers = (coverage: Coverage, seq: number): boolean =>
  coverage.some(([from, to]) => from <= seq && seq <= to)

/** The interval that a conversation shows: the newest one. */
export const newestOf = (coverage: Coverage): Interval | null => coverage.at(-1) ?? null
