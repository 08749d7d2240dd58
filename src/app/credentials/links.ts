import type * as v from 'valibot'
import type { AskingDevice } from '#domain/ticket.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { LinkMade, LinkState } from '#protocol/sign-in.ts'
import type { Account } from '../accounts.ts'
import { hashToken, newToken } from '../secrets.ts'
import { type Came, comeIn, type Ground, linkExpired, ticketOf, userNamed, type Visitor } from './doorway.ts'

/** How long a link for another device is good, and one for somebody who lost everything else. */
const DEVICE_MS = 10 * 60_000
const RESTORE_MS = 24 * 3_600_000

type Refused = { refused: Refusal }

/** A link by which somebody signs in on another device of theirs, once, after they have said yes on this one. */
export const makeLink = (ground: Ground, { user }: Account): Promise<Made | Refused> =>
  offer(ground, user, 'device', DEVICE_MS)

/** A link that signs somebody in, once, for who lost all else; made by an admin, if they may. */
export const handLink = async (
  { commit }: Ground,
  { user: admin }: Account,
  user: string,
): Promise<(Made & { name: string }) | Refused> => {
  const secret = newToken()
  const outcome = await commit(admin, { do: 'restore.offer', hash: hashToken(secret), user, ms: RESTORE_MS })
  return 'refused' in outcome ? outcome : { secret, ...outcome.ok }
}

/** The same, for whoever has the machine: for the person of a display name or handle. */
export const restoreLink = async (ground: Ground, named: string): Promise<(Made & { name: string }) | Refused> => {
  const user = await userNamed(ground, named)
  if (user === null) return { refused: { code: 'user_not_found', message: 'There is no such person.' } }
  const made = await offer(ground, user.id, 'restore', RESTORE_MS)
  return 'refused' in made ? made : { ...made, name: user.name }
}

type Made = v.InferOutput<typeof LinkMade>

const offer = async (ground: Ground, user: string, kind: 'device' | 'restore', ms: number): Promise<Made | Refused> => {
  const secret = newToken()
  const outcome = await ground.commit(user, { do: 'ticket.offer', hash: hashToken(secret), kind, user, ms, data: '' })
  return 'refused' in outcome ? outcome : { secret, until: outcome.ok.until }
}

/** Which device has opened a link of this person's. */
export const linkState = async (
  ground: Ground,
  { user }: Account,
  secret: string,
): Promise<v.InferOutput<typeof LinkState>> => {
  const ticket = await ticketOf(ground, secret, ['device'])
  if (ticket === null || ticket.user !== user) return { state: 'over' }
  const asking = askingIn(ticket.data)
  if (asking === null) return { state: 'open' }
  return { state: 'asking', asks: { device: asking.device, network: asking.network } }
}

/** Lets the device in that opened a link of this person's, or not. */
export const answerLink = async (ground: Ground, { user }: Account, secret: string, letIn: boolean) => {
  const ticket = await ticketOf(ground, secret, ['device'])
  const asking = ticket === null || ticket.user !== user ? null : askingIn(ticket.data)
  if (ticket === null || asking === null) return linkExpired
  const outcome = await ground.commit(user, { do: 'device.answer', hash: ticket.hash, asking: asking.hash, letIn })
  return 'refused' in outcome ? outcome : {}
}

/** Somebody opens a link: that of an admin lets them in, for that of another device they wait until it says yes. */
export const openLink = async (ground: Ground, visitor: Visitor, secret: string): Promise<Came> => {
  const ticket = await ticketOf(ground, secret, ['device', 'restore', 'letter'])
  if (ticket === null) return linkExpired
  const { hash, kind, user } = ticket
  if (kind !== 'device') {
    const way = kind === 'letter' ? 'mail' : 'restore'
    return comeIn(ground, visitor, { user, way, ticket: { hash, kind } })
  }
  const waiting = newToken()
  const asking = { hash: hashToken(waiting), device: visitor.device.slice(0, 200), network: visitor.network }
  const outcome = await ground.commit(user, { do: 'device.ask', hash, user, asking })
  if ('refused' in outcome) return outcome
  const found = (await ground.store.look([['user', user]])).get('user', user)
  return { waiting, name: found?.name ?? '' }
}

/** Whether the other device has said yes: then they are in. */
export const awaitLink = async (ground: Ground, visitor: Visitor, secret: string): Promise<Came> => {
  const ticket = await ticketOf(ground, secret, ['asking', 'admitted'])
  if (ticket === null) return linkExpired
  const { hash, kind, user } = ticket
  if (kind === 'asking') return { waiting: secret, name: '' }
  return comeIn(ground, visitor, { user, way: 'link', ticket: { hash, kind } })
}

const askingIn = (data: string): AskingDevice | null => (data === '' ? null : (JSON.parse(data) as AskingDevice))
