import type { Act, Message, Violation } from './history.ts'
import { type ChannelRun, groupBy, only } from './run.ts'

/**
 * EDIT: what was acknowledged as deleted says nothing to anybody any more, and an acknowledged edit stands as it was said
 * unless a later change took its place.
 */
export const changesKept = (run: ChannelRun): Violation[] => {
  const stored = new Map(run.final.map(message => [message.seq, message]))
  const acts = groupBy(only(run, 'act'), ({ seq }) => String(seq))
  return [...acts.values()].flatMap(all => {
    const message = stored.get(all[0]?.seq ?? 0)
    const why = message === undefined ? null : forgotten(message, all)
    return why === null ? [] : [{ rule: 'EDIT', what: `${run.channel}: message ${message?.seq} ${why}` }]
  })
}

const forgotten = (message: Message, acts: readonly Act[]): string | null => {
  const acknowledged = acts.filter(act => act.phase === 'ok')
  if (acknowledged.some(({ text }) => text === null) && message.text !== '') return 'was deleted, and still has a text'
  const edits = acknowledged.filter(({ text }) => text !== null)
  if (edits.some(({ rev }) => rev > message.rev)) return 'was edited, and is as it was before'
  const newest = edits.find(({ rev }) => rev === message.rev)
  return newest !== undefined && newest.text !== message.text ? 'has another text than its edit' : null
}

/** The texts that somebody gave the messages of a channel by editing them; the empty one where a deletion was asked for. */
export const textsGiven = (run: ChannelRun): ReadonlySet<string> =>
  new Set(only(run, 'act').map(({ seq, text }) => givenText(seq, text)))

/** One text of one message. */
export const givenText = (seq: number, text: string | null): string => `${seq} ${text ?? ''}`
