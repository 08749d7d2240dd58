import type { PlaceRow } from '#protocol/rows.ts'
import { aboutAfter, isOnMessage, isReaction, isUpkeep } from './acts.ts'
import type { Act, Persona } from './api.ts'
import { arrangedBy, arrangedOf } from './arranged.ts'
import type { Channel } from './channel.ts'
import type { OutboxSurroundings } from './outbox.ts'
import type { Ok } from './outbox-items.ts'
import type { Kept } from './outbox-store.ts'
import type { Replica } from './replica.ts'

/** How the outbox learns from the rows what has become of an act. */
export const arrivals = (replica: Replica): Pick<OutboxSurroundings, 'isJoined' | 'seqOf' | 'revOf' | 'isThere'> => ({
  isJoined: channel => replica.at(channel).isIn,
  seqOf: (channel, clientId) => replica.at(channel).ownSeq(clientId),
  revOf: act => revOf(replica, act),
  isThere: ({ clientId, act }, ok, since) => {
    if (act.do === 'message.post') return isShown(replica.at(act.channel), clientId, Number(ok.seq))
    if (isOnMessage(act)) return typeof act.message !== 'number' || isChanged(replica, act, act.message, ok, since)
    return isSoByNow(replica, act, ok) || revOf(replica, act) > since
  },
})

/** The rev of the row that an act changes; 0 where it is not held. */
const revOf = (replica: Replica, act: Act): number => {
  if (act.do === 'profile.rename' || act.do === 'profile.edit') return replica.people.held(replica.me ?? '')?.rev ?? 0
  if (act.do === 'preference.set') return replica.choices.held(act.name)?.rev ?? 0
  if (act.do === 'section.set') return replica.sectionRows.held(act.section)?.rev ?? 0
  if (!('channel' in act)) return 0
  const { place, held, aboutRev } = replica.at(act.channel)
  if (isUpkeep(act)) return aboutRev
  if (!isOnMessage(act)) return place?.rev ?? 0
  if (typeof act.message !== 'number') return 0
  return (isReaction(act) ? held?.mark(act.message)?.rev : held?.get(act.message)?.rev) ?? 0
}

/** Whether the row of a post is here, or the messages that are held reach beyond its seq. */
const isShown = (channel: Channel, clientId: string, seq: number): boolean =>
  channel.ownSeq(clientId) !== null || (channel.held !== null && channel.held.end >= seq)

/** Whether the rows show the act. A message that is not held is not drawn, so it needs no overlay either. */
const isChanged = (replica: Replica, act: Kept['act'], seq: number, ok: Ok, since: number): boolean => {
  if (!isOnMessage(act)) return true
  const channel = replica.at(act.channel)
  const row = channel.held?.get(seq) ?? null
  if (row === null || row.deleted) return true
  if (act.do === 'message.edit') return row.rev >= Number(ok.rev)
  if (act.do === 'message.delete') return false
  return channel.hasMine(seq, act.name) === (act.do === 'reaction.add') || revOf(replica, act) > since
}

const isSoByNow = (replica: Replica, act: Act, ok: Ok): boolean => {
  if (act.do === 'channel.join') return replica.at(act.channel).joined
  if (act.do === 'channel.leave') return !replica.at(act.channel).joined
  if (act.do === 'direct.close') return !replica.at(act.channel).isOpen
  if (isUpkeep(act)) return replica.at(act.channel).isAbout(aboutAfter(act) ?? {})
  if (act.do === 'preference.set') return replica.choices.held(act.name)?.value === act.value
  if (act.do === 'section.set') return replica.sectionRows.isSo(act)
  if (act.do === 'place.arrange') return isArranged(replica.at(act.channel).place, act)
  // What was said already changes no row; what changes one has its rev.
  if (act.do === 'profile.edit') return isPersona(replica, act)
  return act.do !== 'profile.rename' || replica.people.held(replica.me ?? '')?.name === ok.name
}

const isArranged = (place: PlaceRow | null, act: Extract<Act, { do: 'place.arrange' }>): boolean => {
  const is = arrangedOf(place)
  return Object.entries(arrangedBy(act)).every(([part, wanted]) => is[part as keyof typeof is] === wanted)
}

const isPersona = (replica: Replica, { do: _, ...said }: Extract<Act, { do: 'profile.edit' }>): boolean => {
  const held = replica.people.held(replica.me ?? '')
  return held !== null && Object.entries(said).every(([part, text]) => (held[part as keyof Persona] ?? '') === text)
}
