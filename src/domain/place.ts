import { unarranged } from './channel.ts'
import type { Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import { readTo } from './unread.ts'

type Mark = IntentOf<'read.mark'>
type Arrange = IntentOf<'place.arrange'>

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
  const { rev: _, ...kept } = place ?? { rev: 0, ...fresh(actor, channel) }
  const row = { ...kept, read: message.seq, cursor, own, mentioned }
  return { writes: [{ stream: actor, table: 'places', row }], ok: { read: message.seq } }
}

const fresh = (user: string, channel: string) =>
  ({ user, channel, state: 'joined', closed: null, ...unarranged, admin: null, posts: null }) as const

export const arrangeScope = ({ channel }: Arrange, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [...inChannelFacts(channel, actor), ['place', actor, channel]],
})

/** How a conversation stands in one's own list: `{channel}`. What is not named stays as it is. */
export const arrange = (facts: Facts, intent: Arrange, at: Circumstances): Verdict<'place.arrange'> => {
  const { channel, star, mute, section, level } = intent
  const found = inChannel(facts, 'mark', channel, at)
  if ('refused' in found) return found
  const place = facts.get('place', at.actor, channel)
  if (place === null) throw new Error(`${at.actor} holds a seat in ${channel}, and no place.`)
  const row = {
    ...place,
    ...(star !== undefined && { star: flag(star) }),
    ...(mute !== undefined && { mute: flag(mute) }),
    ...(section !== undefined && { section }),
    ...(level !== undefined && { level }),
  }
  const isSame = (['star', 'mute', 'section', 'level'] as const).every(part => row[part] === place[part])
  return { writes: isSame ? [] : [{ stream: at.actor, table: 'places', row }], ok: { channel } }
}

export const flag = (on: boolean): 1 | null => (on ? 1 : null)
