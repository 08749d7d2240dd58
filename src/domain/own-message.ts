import { DELETED_TOLD, FILES_PER_MESSAGE, REACTIONS_PER_MESSAGE } from '#protocol/limits.ts'
import { type Refused, refuse, type Verdict, type Write } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import { goneFiles } from './file.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { scrubJob } from './job.ts'
import { type ChannelAction, inChannel, inChannelFacts } from './permission.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import { textFault } from './text.ts'

type Edit = IntentOf<'message.edit'>
type Delete = IntentOf<'message.delete'>

const factsFor = ({ channel, seq }: Edit | Delete, { actor }: Circumstances): FactKey[] => [
  ...inChannelFacts(channel, actor),
  ['message', channel, seq],
]

export const editScope = (intent: Edit, at: Circumstances): Scope => ({
  streams: [intent.channel],
  facts: factsFor(intent, at),
})

/**
 * A new text for one's own message (EDIT): `{seq, rev}`. With `base`, the rev of the row that was edited, it is refused where
 * the message has changed since: two devices must not overwrite each other unseen. What it said before is kept.
 */
export const edit = (facts: Facts, { text, base, ...named }: Edit, at: Circumstances): Verdict<'message.edit'> => {
  const found = ownMessage(facts, 'edit', named, at)
  if ('refused' in found) return found
  const { message } = found
  if (message.deleted) return refuse('message_not_found', 'This message was deleted.', { reason: 'message_deleted' })
  const fault = textFault(text, message.files !== null)
  if (fault) return { refused: fault }
  const { channel, seq, rev: version } = message
  if (message.text === text) return { writes: [], ok: { seq, rev: version } }
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

export const deleteScope = (intent: Delete, at: Circumstances): Scope => ({
  streams: [intent.channel],
  facts: factsFor(intent, at),
  lists: [
    { list: 'reactionsOn', key: [intent.channel, intent.seq], limit: REACTIONS_PER_MESSAGE },
    { list: 'filesOn', key: [intent.channel, intent.seq], limit: FILES_PER_MESSAGE },
  ],
})

/**
 * Makes one's own message a tombstone (EDIT): `{seq}`. Text, older texts, reactions and files go in this very commit; its number
 * stays, so that the order has no gap. Deleting it again changes nothing.
 */
export const remove = (facts: Facts, named: Delete, at: Circumstances): Verdict<'message.delete'> => {
  const found = ownMessage(facts, 'delete', named, at)
  if ('refused' in found) return found
  const { channel, message } = found
  const { seq } = message
  if (message.deleted) return { writes: [], ok: { seq } }
  const files = goneFiles(facts.list('filesOn', channel.id, seq), at.now)
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
      { stream: channel.id, table: 'channels', row: withDeleted(channel, message.post) },
    ],
    keeps: [scrubJob(at.now), ...files.keeps],
    drops: [
      { table: 'versions', key: [channel.id, seq] },
      { table: 'reactors', key: [channel.id, seq] },
    ],
    ok: { seq },
  }
}

/** The message, where the actor may change it. What is unknown and what one may not see are one answer. */
const ownMessage = (
  facts: Facts,
  action: ChannelAction,
  { channel: id, seq }: { channel: string; seq: number },
  at: Circumstances,
): { channel: ChannelRecord; message: MessageRecord } | Refused => {
  const found = inChannel(facts, action, id, at)
  if ('refused' in found) return found
  const message = facts.get('message', id, seq)
  if (message === null || message.kind !== null) return refuse('message_not_found', 'There is no such message.')
  if (message.author !== at.actor) return refuse('not_author', 'Only who wrote a message can change it.')
  return { channel: found.channel, message }
}

/** Since when the message says what it says, milliseconds since 1970. */
const saidAt = ({ edited, ts }: MessageRecord): number => edited ?? Math.floor(ts / 1000)

const withDeleted = (channel: ChannelRecord, post: number): ChannelRecord => ({
  ...channel,
  deleted: [...channel.deleted, post].sort((a, b) => a - b).slice(-DELETED_TOLD),
})
