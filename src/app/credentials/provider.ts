import { beginning } from '#domain/graphemes.ts'
import { normalizeUserName } from '#domain/names.ts'
import type { ProvidedPerson } from '#outside/providers/providers.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Account } from '../accounts.ts'
import { hashToken, newToken } from '../secrets.ts'
import { type Came, comeIn, type Ground, linkExpired, ticketOf, type Visitor, wrong } from './doorway.ts'

type Refused = { refused: Refusal }

/** How long somebody may take at their provider. */
const AWAY_MS = 10 * 60_000
const NAME_CHARACTERS = 60

/** What is kept while somebody is at a provider: nobody but the store has it. */
type Away = { provider: string; kept: string }

/** Where this provider sends people back to. */
const redirectOf = (origin: string, provider: string): string => `${origin}/auth/provider/${provider}`

/** Sends somebody to a provider: to come in, or, signed in, to add it as a way in. `state` stays in this browser. */
export const goToProvider = async (
  ground: Ground,
  { origin }: Visitor,
  provider: string,
  user = '',
): Promise<{ location: string; state: string } | Refused> => {
  const state = newToken()
  const begun = await ground.providers.begin(provider, { redirect: redirectOf(origin, provider), state })
  if (begun === null)
    return { refused: { code: 'unavailable', reason: 'provider_away', message: 'That provider does not answer.' } }
  const data = JSON.stringify({ provider, kept: begun.kept } satisfies Away)
  await ground.commit(user, { do: 'ticket.offer', hash: hashToken(state), kind: 'away', user, ms: AWAY_MS, data })
  return { location: begun.location, state }
}

type Back = { provider: string; url: string; state: string; account: Account | null }

/**
 * Somebody comes back from a provider. Which person they are is said by the issuer and its subject alone: an e-mail
 * address may be anybody's, and changes hands. Whoever nobody here is, joins.
 */
export const backFromProvider = async (
  ground: Ground,
  visitor: Visitor,
  { provider, url, state, account }: Back,
): Promise<Came | { added: true }> => {
  const ticket = await ticketOf(ground, state, ['away'])
  if (ticket === null || ticket.user !== (account?.user ?? '')) return linkExpired
  const away = JSON.parse(ticket.data) as Away
  // What was begun at one provider is not ended at another.
  if (away.provider !== provider) return linkExpired
  const person = await ground.providers.end(provider, { url, state, kept: away.kept })
  if (person === null) return wrong
  const subject = hashToken(`${person.issuer}\n${person.subject}`)
  const known = (await ground.store.look([['credential', 'oidc', subject]])).get('credential', 'oidc', subject)
  if (account !== null) return add(ground, account, { subject, provider, ticket: ticket.hash })
  if (known === null) return joinBy(ground, visitor, { person, subject, provider, ticket: ticket.hash })
  const { hash, kind } = ticket
  const shown = [{ kind: 'oidc' as const, subject, proof: '' }]
  return comeIn(ground, visitor, { user: known.user, way: 'provider', shown, ticket: { hash, kind } })
}

type Found = { subject: string; provider: string; ticket: string }

/** A way in for who is signed in here; never in place of somebody else's. */
const add = async ({ commit, providers }: Ground, { user, session }: Account, found: Found) => {
  const label = providers.list.find(({ id }) => id === found.provider)?.name ?? ''
  const outcome = await commit(user, {
    ...{ do: 'credential.set', credentials: [{ kind: 'oidc', subject: found.subject, proof: '', label }] },
    ...{ before: null, session, alone: false, ticket: found.ticket },
  })
  return 'refused' in outcome ? outcome : { added: true as const }
}

/** Somebody new, by the name that their provider gives them, or a free one like it. */
const joinBy = async (
  ground: Ground,
  { device }: Visitor,
  { person, ...found }: Found & { person: ProvidedPerson },
): Promise<Came> => {
  const name = beginning(normalizeUserName(person.name), NAME_CHARACTERS).trim() || 'Somebody new'
  const tried = await ground.enter(name, device)
  const entered =
    'refused' in tried && tried.suggestion !== undefined ? await ground.enter(tried.suggestion, device) : tried
  if ('refused' in entered) return entered
  const { account, token } = entered
  const added = await add(ground, account, found)
  return 'refused' in added ? added : { user: { id: account.user, name: account.name }, token }
}
