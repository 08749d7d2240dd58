import type { Way } from '#domain/door.ts'
import type { TicketKind, TicketRecord } from '#domain/door-records.ts'
import type { IntentName, IntentOf, Shown } from '#domain/intent.ts'
import { nameKey, nameKeys } from '#domain/name-key.ts'
import { normalizeUserName } from '#domain/names.ts'
import type { UserRecord } from '#domain/records.ts'
import type { Mail } from '#outside/mail/mail.ts'
import type { Passwords } from '#outside/passwords/passwords.ts'
import type { Providers } from '#outside/providers/providers.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { SignedIn } from '#protocol/sign-in.ts'
import type { Outcome, Store } from '#store/store.ts'
import type { Accounts } from '../accounts.ts'
import { rateLimited } from '../refused.ts'
import { hashToken, type newId, newToken } from '../secrets.ts'
import type { Attempts } from './attempts.ts'

/** What the ways in stand on. */
export type Ground = {
  store: Store
  commit: <N extends IntentName>(actor: string, intent: IntentOf<N>) => Promise<Outcome<N>>
  draw: typeof newId
  attempts: Attempts
  passwords: Passwords
  providers: Providers
  mail: Mail
  /** Somebody new joins: as by name, whatever the workspace asks of newcomers. */
  enter: Accounts['enter']
  /** Milliseconds since 1970. */
  clock: () => number
  limited: boolean
}

/** Where somebody comes from: their browser as it calls itself, their network, and the origin under which they see us. */
export type Visitor = { device: string; network: string; origin: string }

export type Came = SignedIn | { refused: Refusal }

/** Who somebody says they are, and what they show for it. */
type Showing = { user: string; way: Way; shown?: readonly Shown[]; ticket?: { hash: string; kind: TicketKind } }

/** The one doorway: all who are here already pass it, whatever they show, and `session.begin` asks everybody the same. */
export const comeIn = async (ground: Ground, visitor: Visitor, showing: Showing): Promise<Came> => {
  const { commit, draw } = ground
  const { user, way, shown = [], ticket } = showing
  const [token, second] = [newToken(), newToken()]
  const session = { id: draw('S'), hash: hashToken(token), device: deviceOf(visitor.device) }
  const outcome = await commit(user, {
    ...{ do: 'session.begin', user, way, session, shown, network: visitor.network, second: hashToken(second) },
    ...(ticket && { ticket }),
  })
  if ('refused' in outcome) {
    noteRefused(ground, visitor, { user, way, outcome: outcome.refused.code })
    return outcome
  }
  return 'second' in outcome.ok ? { second } : { user: outcome.ok, token }
}

/**
 * Writes down that somebody was refused as who they said they are. Nobody waits for it: for a name that nobody has there
 * is nothing to write, and the answer must not come sooner for that.
 */
export const noteRefused = (
  { commit, draw }: Ground,
  { network }: Visitor,
  entry: { user: string; way: Way; outcome: string },
): void => {
  commit(entry.user, { do: 'entry.note', ...entry, network, id: draw('N') }).catch(() => {})
}

/** A ticket that is good still; null where it is unknown, of another kind, or too old. */
export const ticketOf = async (
  { store, clock }: Ground,
  secret: string,
  kinds: readonly TicketKind[],
): Promise<TicketRecord | null> => {
  const hash = hashToken(secret)
  const ticket = (await store.look([['ticket', hash]])).get('ticket', hash)
  return ticket !== null && kinds.includes(ticket.kind) && ticket.until >= clock() ? ticket : null
}

/** Whose display name or handle this is; null: nobody's. */
export const userNamed = async ({ store }: Ground, typed: string): Promise<UserRecord | null> => {
  const { nameKey: name } = nameKeys(normalizeUserName(typed))
  const handle = nameKey(typed.trim().replace(/^@/, ''))
  const facts = await store.look([
    ['userByName', name],
    ['userByHandle', handle],
  ])
  const user = facts.get('userByName', name) ?? facts.get('userByHandle', handle)
  return user?.kind === 'human' ? user : null
}

/** Why somebody must wait before they are let try again as this person. */
export const tooOften = ({ attempts, limited }: Ground, person: string): { refused: Refusal } | null => {
  const wait = limited ? attempts.asPerson(person) : 0
  return wait > 0 ? { refused: rateLimited(wait) } : null
}

/** One answer, whatever was wrong. */
export const wrong: { refused: Refusal } = {
  refused: { code: 'credentials_wrong', message: 'That did not let you in.' },
}

export const linkExpired: { refused: Refusal } = {
  refused: { code: 'link_expired', message: 'This link was used, or is too old.' },
}

/** What a browser calls itself, as far as it is kept. */
const deviceOf = (said: string): string => said.toWellFormed().replaceAll('\0', '').slice(0, 200)
