import { DELETED_TOLD, FILES_PER_MESSAGE, REACTIONS_PER_MESSAGE } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { type Refused, refuse, type Verdict, type Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { goneFiles } from './file.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { scrubJob } from './job.ts'
import { line } from './line.ts'
import { inChannel, inChannelFacts, upkeepFacts } from './permission.ts'
import { policyFact, policyIn } from './policy.ts'
import { goneCards } from './preview.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import { textFault } from './text.ts'

type Edit = IntentOf<'message.edit'>
type Delete = IntentOf<'message.delete'>

export const editScope = ({ channel, seq }: Edit, { actor }: Circumstances): Scope => ({
  streams: [channel],
  facts: [...inChannelFacts(channel, actor), ['message', channel, seq], policyFact('editFor')],
})

/**
 * A new text for one's own message (EDIT): `{seq, rev}`. With `base`, the rev of the row that was edited, it is refused where
 * the message has changed since: two devices must not overwrite each other unseen. What it said before is kept.
 */
export const edit = (facts: Facts, { text, base, ...named }: Edit, at: Circumstances): Verdict<'message.edit'> => {
  const found = messageFor(facts, 'edit', named, at)
  if ('refused' in found) return found
  const { message } = found
  if (message.deleted) return refuse('message_not_found', 'This message was deleted.', { reason: 'message_deleted' })
  const fault = textFault(text, message.files !== null)
  if (fault) return { refused: fault }
  const { channel, seq, rev: version } = message
  if (message.text === text) return { writes: [], ok: { seq, rev: version } }
  const late = tooLate(facts, message, at)
  if (late) return { refused: late }
  if (base !== undefined && message.rev > base)
    return refuse('edit_conflict', 'This message was edited elsewhere meanwhile.')
  // The row is the first that this decision writes, under the stream's lock: it takes the next rev.
  const rev = (facts.get('stream', channel)?.rev ?? 0) + 1
  return {
    writes: [{ stream: channel, table: 'messages', row: { ...message, text, edited: at.now, changed: 1 } }],
    keeps: [{ table: 'versions', row: { channel, seq, version, text: message.text, at: saidAt(message) } }],
    ok: { seq, rev },
  }
}

/** Why a message is not edited any more, or null. */
const tooLate = (facts: Facts, { ts }: MessageRecord, { now }: Circumstances): Refusal | null => {
  const limit = policyIn(facts, 'editFor')
  if (limit === 0 || now - ts / 1000 <= limit * 60_000) return null
  return { code: 'not_allowed', reason: 'edit_late', message: `A message can be edited for ${limit} minutes.`, limit }
}

export const deleteScope = ({ channel, seq }: Delete, { actor }: Circumstances): Scope => ({
  streams: [channel],
  facts: [...upkeepFacts(channel, actor, 'deleteOthers'), ['message', channel, seq], ['preview', channel, seq]],
  lists: [
    { list: 'reactionsOn', key: [channel, seq], limit: REACTIONS_PER_MESSAGE },
    { list: 'filesOn', key: [channel, seq], limit: FILES_PER_MESSAGE },
  ],
})

/**
 * Makes a message a tombstone (EDIT): `{seq}`. One's own, or, where the workspace leaves that to the actor, somebody else's,
 * which is told in the channel: nobody's words go without a trace. Text, older texts, reactions, files and cards go in this very commit; its number
 * stays, so that the order has no gap. Deleting it again changes nothing.
 */
export const remove = (facts: Facts, named: Delete, at: Circumstances): Verdict<'message.delete'> => {
  const found = messageFor(facts, 'delete', named, at)
  if ('refused' in found) return found
  const { channel, message } = found
  const { seq } = message
  if (message.deleted) return { writes: [], ok: { seq } }
  const files = goneFiles(facts.list('filesOn', channel.id, seq), at.now)
  const { actor, now } = at
  const told =
    message.author === actor
      ? { writes: [], counters: [] }
      : line(facts.get('stream', channel.id), { author: actor, kind: 'deleted', data: { user: message.author }, now })
  return {
    writes: [
      {
        stream: channel.id,
        table: 'messages',
        row: { ...message, text: '', files: null, edited: null, deleted: 1, changed: 1 },
      },
      ...facts.list('reactionsOn', channel.id, seq).map(
        (reaction): Write => ({
          stream: channel.id,
          table: 'reactions',
          row: { ...reaction, count: 0, people: [], gone: 1 },
        }),
      ),
      ...files.writes,
      ...goneCards(facts, channel.id, seq),
      { stream: channel.id, table: 'channels', row: withDeleted(channel, message.post) },
      ...told.writes,
    ],
    counters: told.counters,
    keeps: [scrubJob(at.now), ...files.keeps],
    drops: [
      { table: 'versions', key: [channel.id, seq] },
      { table: 'reactors', key: [channel.id, seq] },
    ],
    ok: { seq },
  }
}

/** The message, where the actor may do this with it. What is unknown and what one may not see are one answer. */
const messageFor = (
  facts: Facts,
  action: 'edit' | 'delete',
  { channel: id, seq }: { channel: string; seq: number },
  at: Circumstances,
): { channel: ChannelRecord; message: MessageRecord } | Refused => {
  const message = facts.get('message', id, seq)
  const isOthers = message !== null && message.author !== at.actor
  const found = inChannel(facts, isOthers && action === 'delete' ? 'moderate' : action, id, at)
  if ('refused' in found) return found.refused.code === 'not_allowed' ? notAuthor : found
  if (message === null || message.kind !== null) return refuse('message_not_found', 'There is no such message.')
  return isOthers && action === 'edit' ? notAuthor : { channel: found.channel, message }
}

const notAuthor = refuse('not_author', 'Only who wrote a message can change it.')

/** Since when the message says what it says, milliseconds since 1970. */
const saidAt = ({ edited, ts }: MessageRecord): number => edited ?? Math.floor(ts / 1000)

const withDeleted = (channel: ChannelRecord, post: number): ChannelRecord => ({
  ...channel,
  deleted: [...channel.deleted, post].sort((a, b) => a - b).slice(-DELETED_TOLD),
})
