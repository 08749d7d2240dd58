import type { Message, Violation } from './history.ts'
import { type ChannelRun, only } from './run.ts'

/** A probe must be everywhere after this many milliseconds. */
const probeMs = 10_000

/** K8: all views and readers agree on content, and at rest all of them end where the channel ends. */
export const agreement = (run: ChannelRun): Violation[] => {
  const truth = new Map(run.final.map(message => [message.seq, message]))
  const views = [
    ...run.finals.map(({ reader, messages }) => ({ client: reader, rest: true, whole: true, messages })),
    ...only(run, 'view').map(view => ({ ...view, whole: false })),
  ]
  return views.flatMap(({ client, rest, whole, messages }) => {
    const last = messages.at(-1)?.seq ?? 0
    const end = run.final.at(-1)?.seq ?? 0
    const other = messages.find(message => differs(message, truth.get(message.seq), rest))
    return [
      ...(rest && last !== end ? [`${client} ends at ${last}, the channel at ${end}`] : []),
      ...(whole && last === end && messages.length !== run.final.length ? [`${client} read a hole`] : []),
      ...(other === undefined ? [] : [`${client} sees another message ${other.seq} than the first reader`]),
    ].map(what => ({ rule: 'K8' as const, what: `${run.channel}: ${what}` }))
  })
}

/** During the run an older version is no disagreement; a message that is not in the final order is K5's affair. */
const differs = (seen: Message, truth: Message | undefined, rest: boolean): boolean =>
  truth !== undefined && (rest || seen.rev === truth.rev) && contentOf(seen) !== contentOf(truth)

const contentOf = ({ rev, ts, author, clientId, text, also }: Message): string =>
  JSON.stringify([rev, ts, author, clientId, text, also])

/** K11: a resume that was answered with rows holds every row whose rev lies in what it says it covers. */
export const honestResume = (run: ChannelRun): Violation[] =>
  only(run, 'resume').flatMap(({ client, since, rev, messages }) => {
    const got = new Set(messages.map(message => message.rev))
    const missed = run.final.find(message => message.rev > since && message.rev <= rev && !got.has(message.rev))
    if (missed === undefined) return []
    return [{ rule: 'K11', what: `${run.channel}: ${client} resumed (${since}, ${rev}] without rev ${missed.rev}` }]
  })

/** K12: after the faults a probe reaches every member within ten seconds of its acknowledgement. */
export const liveness = (run: ChannelRun): Violation[] =>
  only(run, 'probe').flatMap(probe => {
    const arrivals = only(run, 'arrival').filter(({ key, t }) => key === probe.key && t - probe.t <= probeMs)
    const reached = new Set(arrivals.map(({ client }) => client))
    return probe.members
      .filter(member => !reached.has(member))
      .map(member => ({ rule: 'K12' as const, what: `${run.channel}: ${probe.key} did not reach ${member} in time` }))
  })
