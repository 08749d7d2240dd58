import type { Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import { readTo } from './unread.ts'

type Mark = IntentOf<'read.mark'>

/** Only the reader's own stream is locked: reading never makes writers of a channel wait. */
export const markScope = ({ channel, seq }: Mark, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [...inChannelFacts(channel, actor), ['place', actor, channel], ['message', channel, seq]],
})

/** Moves the reader's cursor up to a message, never back: `{read}`. A seq that does not exist changes nothing. */
export const mark = (facts: Facts, { channel, seq }: Mark, at: Circumstances): Verdict<'read.mark'> => {
  const found = inChannel(facts, 'mark', channel, at)
  if ('refused' in found) return found
  const { actor } = at
  const place = facts.get('place', actor, channel)
  const message = facts.get('message', channel, seq)
  const read = place?.read ?? 0
  if (message === null || message.seq <= read) return { writes: [], ok: { read } }
  const { cursor, own } = readTo({ cursor: place?.cursor ?? 0, own: place?.own ?? [] }, message.post)
  const mentioned = place?.mentioned.filter(post => post > cursor) ?? []
  const closed = place?.closed ?? null
  const row = { user: actor, channel, state: 'joined' as const, read: message.seq, cursor, own, mentioned, closed }
  return { writes: [{ stream: actor, table: 'places', row }], ok: { read: message.seq } }
}
