import type { Read, Recorded, Violation } from './history.ts'
import { type ChannelRun, groupBy, only } from './run.ts'

/** K7: an author's reads contain what was acknowledged to the author, and nothing that a client saw goes back. */
export const monotonicReads = (run: ChannelRun): Violation[] => {
  const clients = groupBy(run.history, moment => ('client' in moment ? moment.client : ''))
  const found = [
    ...missedOwn(run),
    ...[...clients].flatMap(([client, history]) => goneBack(history).map(what => `${client} ${what}`)),
  ]
  return found.map(what => ({ rule: 'K7', what: `${run.channel}: ${what}` }))
}

const missedOwn = (run: ChannelRun): string[] => {
  const acks = groupBy(
    only(run, 'send').filter(send => send.phase === 'ok'),
    ack => ack.author,
  )
  return only(run, 'read').flatMap(({ client, author, asked, seqs }) => {
    const seen = new Set(seqs)
    const first = seqs[0] ?? 0
    const missed = acks.get(author)?.find(ack => ack.t < asked && ack.seq >= first && !seen.has(ack.seq))
    return missed === undefined ? [] : [`${client} read in vain for its own ${missed.seq}`]
  })
}

const goneBack = (history: readonly Recorded[]): string[] => [
  ...historyOf(history, 'head').flatMap(({ rev, held }) =>
    rev < held ? [`held rev ${held}, and was told that ${rev} is the head`] : [],
  ),
  ...pairs(historyOf(history, 'cursor')).flatMap(([before, after]) =>
    after.seq < before.seq ? [`saw its cursor go from ${before.seq} to ${after.seq}`] : [],
  ),
  ...pairs(historyOf(history, 'read')).flatMap(([before, after]) =>
    after.asked >= before.t && newestOf(after) < newestOf(before)
      ? [`read ${newestOf(after)} as the newest after ${newestOf(before)}`]
      : [],
  ),
  ...arrivalsGoneBack(history),
]

const arrivalsGoneBack = (history: readonly Recorded[]): string[] => {
  let newest = 0
  return history.flatMap(moment => {
    if (moment.kind === 'reset') newest = 0
    if (moment.kind !== 'arrival') return []
    const before = newest
    newest = Math.max(newest, moment.seq)
    return moment.seq > before ? [] : [`got ${moment.seq} after ${before}`]
  })
}

const newestOf = (read: Read): number => read.seqs.at(-1) ?? 0

const pairs = <Moment>(moments: readonly Moment[]): [Moment, Moment][] =>
  moments.slice(1).flatMap((after, index) => {
    const before = moments[index]
    return before === undefined ? [] : [[before, after]]
  })

const historyOf = <Kind extends Recorded['kind']>(history: readonly Recorded[], kind: Kind) =>
  history.filter((moment): moment is Extract<Recorded, { kind: Kind }> => moment.kind === kind)
