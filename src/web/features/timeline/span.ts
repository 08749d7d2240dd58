/** The part of a loaded history that is drawn: from a seq to a seq, or with `to: null` to the end and what is still to come. */
export interface Span {
  from: number
  to: number | null
}

/** Drawn at first, and added at an edge that is reached. */
export const PAGE = 100
/** More lines than this are never drawn at once, however much is loaded. */
export const MOST = 500

/** The newest page. */
export const newest = (seqs: readonly number[], count = PAGE): Span => ({
  from: seqs.at(-count) ?? seqs.at(0) ?? 1,
  to: null,
})

/** A page with `seq` in its midst. */
export const around = (seqs: readonly number[], seq: number, count = PAGE): Span => {
  const at = indexOf(seqs, seq)
  return bounded(seqs, Math.max(0, at - count / 2), at + count / 2)
}

/** One page further up; what becomes too far below is no longer drawn. The same span where there is nothing above. */
export const upwards = (seqs: readonly number[], span: Span): Span => {
  const first = indexOf(seqs, span.from)
  if (first === 0) return span
  const start = Math.max(0, first - PAGE)
  return bounded(seqs, start, Math.min(endOf(seqs, span), start + MOST))
}

/** One page further down; what becomes too far above is no longer drawn. */
export const downwards = (seqs: readonly number[], span: Span): Span => {
  if (span.to === null) return span
  const end = endOf(seqs, span) + PAGE
  return bounded(seqs, Math.max(indexOf(seqs, span.from), end - MOST), end)
}

/** Lets go of what is above when what arrived below has made the span too long. Only for a reader at the end. */
export const trimmed = (seqs: readonly number[], span: Span): Span =>
  span.to === null && seqs.length - indexOf(seqs, span.from) > MOST ? newest(seqs) : span

/** The seqs in a span. */
export const seqsIn = (seqs: readonly number[], span: Span): readonly number[] =>
  seqs.slice(indexOf(seqs, span.from), endOf(seqs, span))

/** The index of the first that is not below `seq`. */
export const indexOf = (seqs: readonly number[], seq: number): number => {
  let low = 0
  let high = seqs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((seqs[middle] ?? Number.POSITIVE_INFINITY) < seq) low = middle + 1
    else high = middle
  }
  return low
}

const endOf = (seqs: readonly number[], span: Span): number =>
  span.to === null ? seqs.length : indexOf(seqs, span.to + 1)

const bounded = (seqs: readonly number[], start: number, end: number): Span => ({
  from: seqs[start] ?? 1,
  to: end >= seqs.length ? null : (seqs[end - 1] ?? null),
})
