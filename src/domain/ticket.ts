import { PEOPLE } from '#protocol/streams.ts'
import { type Drop, type Keep, refuse, type Verdict } from './decision.ts'
import type { TicketRecord } from './door-records.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { isGood } from './session.ts'

type Offer = IntentOf<'ticket.offer'>
type Hand = IntentOf<'restore.offer'>
type Ask = IntentOf<'device.ask'>
type Answer = IntentOf<'device.answer'>

/** So many of a kind can be open for somebody; one more takes the place of the one that ends first. */
const OPEN = 5
/** Those of nobody yet are as many as there are people who come in; so many of them are swept at a time. */
const SWEPT = 20

/** What a device that asks to be let in says of itself. `hash`: of its own ticket. */
export type AskingDevice = { hash: string; device: string; network: string }

export const offerScope = ({ user, kind }: Offer): Scope => ({
  streams: [user],
  facts: [],
  lists: [{ list: 'ticketsOf', key: [user, kind], limit: user === '' ? SWEPT : OPEN }],
})

/** A ticket for somebody, good for so many milliseconds: `{until}`. */
export const offerTicket = (facts: Facts, intent: Offer, { now }: Circumstances): Verdict<'ticket.offer'> => {
  const { hash, kind, user, ms, data } = intent
  const until = now + ms
  const open = facts.list('ticketsOf', user, kind)
  const gone = open.filter((ticket, at) => ticket.until < now || (user !== '' && open.length - at >= OPEN))
  return {
    writes: [],
    drops: gone.map(({ hash }) => ({ table: 'tickets', key: [hash] })),
    keeps: [{ table: 'tickets', row: { hash, kind, user, until, data } }],
    ok: { until },
  }
}

export const handScope = ({ user }: Hand, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, user],
  facts: [
    ['user', actor],
    ['user', user],
  ],
  lists: [{ list: 'ticketsOf', key: [user, 'restore'], limit: OPEN }],
})

/**
 * A ticket that an admin hands to somebody who lost what they sign in with: `{until, name}`. Whoever makes one can use it,
 * so that nobody makes one for who is above them.
 */
export const handTicket = (facts: Facts, intent: Hand, at: Circumstances): Verdict<'restore.offer'> => {
  const { hash, user: id, ms } = intent
  const [actor, user] = [facts.get('user', at.actor), facts.get('user', id)]
  if (actor?.role !== 'owner' && actor?.role !== 'admin')
    return refuse('not_allowed', 'Only admins of the workspace can do this.', { reason: 'admins_only' })
  if (user === null || user.kind === 'bot') return refuse('user_not_found', 'There is no such person.')
  if (user.role === 'owner' && actor.role !== 'owner')
    return refuse('not_allowed', 'Only owners of the workspace can do this.', { reason: 'owners_only' })
  const offered = offerTicket(facts, { do: 'ticket.offer', hash, kind: 'restore', user: id, ms, data: '' }, at)
  return 'refused' in offered ? offered : { ...offered, ok: { ...offered.ok, name: user.name } }
}

export const askScope = ({ hash, user }: Ask): Scope => ({ streams: [user], facts: [['ticket', hash]] })

/** A device that opened the link asks to be let in, once for each link: `{}`. */
export const askDevice = (facts: Facts, intent: Ask, { now }: Circumstances): Verdict<'device.ask'> => {
  const { hash, user, asking } = intent
  const ticket = facts.get('ticket', hash)
  // Somebody else may have seen the code over a shoulder. Who comes second is not asked about.
  if (!isGood(ticket, { kind: 'device', user, now }) || ticket.data !== '') return expired
  return {
    writes: [],
    keeps: [
      { table: 'tickets', row: { ...ticket, data: JSON.stringify(asking) } },
      { table: 'tickets', row: { ...ticket, hash: asking.hash, kind: 'asking', data: '' } },
    ],
    ok: {},
  }
}

export const answerScope = ({ hash, asking }: Answer, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [
    ['ticket', hash],
    ['ticket', asking],
  ],
})

/** Lets in the device that asked, or sends it away; the link is used up: `{}`. */
export const answerDevice = (facts: Facts, intent: Answer, at: Circumstances): Verdict<'device.answer'> => {
  const { hash, asking, letIn } = intent
  const { actor: user, now } = at
  const [ticket, other] = [facts.get('ticket', hash), facts.get('ticket', asking)]
  if (!isGood(ticket, { kind: 'device', user, now }) || !isGood(other, { kind: 'asking', user, now })) return expired
  const drops: Drop[] = [{ table: 'tickets', key: [hash] }]
  const keeps: Keep[] = [{ table: 'tickets', row: { ...other, kind: 'admitted' } }]
  return letIn ? { writes: [], drops, keeps, ok: {} } : { writes: [], drops: [...drops, dropOf(other)], ok: {} }
}

const dropOf = ({ hash }: TicketRecord): Drop => ({ table: 'tickets', key: [hash] })

const expired = refuse('link_expired', 'This link was used, or is too old.')
