import { beginning } from '#domain/graphemes.ts'
import type { IntentName, IntentOf } from '#domain/intent.ts'
import { nameKeys } from '#domain/name-key.ts'
import { normalizeUserName } from '#domain/names.ts'
import type { UserRecord } from '#domain/records.ts'
import { NEWCOMER_CHANNELS } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Outcome, Store } from '#store/store.ts'
import { drawNumber, hashToken, type newId, newToken } from './secrets.ts'

/** Who is signed in, by which session. */
export type Account = { user: string; name: string; session: string }

export type Entered = { account: Account; token: string } | { refused: Refusal; suggestion?: string }

export type Accounts = {
  /**
   * Somebody new joins by name; a refused name that is taken comes with a free one. `isHere`: they sit at the machine
   * itself, and become its owner if they are the first.
   */
  enter(name: string, device: string, isHere?: boolean): Promise<Entered>
  /** A secret that makes whoever brings it an owner, once, for a day. */
  offerOwnership(): Promise<string>
  takeOwnership(account: Account, secret: string): Promise<Outcome>
  /** The account of a token, or null if it is unknown or its session has ended. */
  of(token: string): Promise<Account | null>
  signOut(account: Account): Promise<Outcome>
}

type Commit = <N extends IntentName>(actor: string, intent: IntentOf<N>) => Promise<Outcome<N>>

export const createAccounts = (store: Store, commit: Commit, draw: typeof newId): Accounts => ({
  enter: async (name, device, isHere = false) => {
    const id = draw('U')
    const token = newToken()
    const session = {
      id: draw('S'),
      hash: hashToken(token),
      device: device.toWellFormed().replaceAll('\0', '').slice(0, 200),
    }
    const outcome = await commit(id, {
      ...{ do: 'user.enter', id, name, session, channels: await forNewcomers(store) },
      ...(isHere && { owns: store.identity.workspace }),
    })
    if ('ok' in outcome) return { account: { user: id, name: outcome.ok.name, session: session.id }, token }
    return outcome.refused.code === 'name_taken' ? { ...outcome, suggestion: await freeName(store, name) } : outcome
  },
  offerOwnership: async () => {
    const secret = newToken()
    await commit(store.identity.bot, { do: 'claim.offer', hash: hashToken(secret), ms: CLAIM_MS })
    return secret
  },
  takeOwnership: ({ user }, secret) =>
    commit(user, { do: 'claim.take', hash: hashToken(secret), workspace: store.identity.workspace }),
  of: async token => {
    const hash = hashToken(token)
    const session = (await store.look([['sessionByHash', hash]])).get('sessionByHash', hash)
    if (session === null || session.ended !== null) return null
    const user = (await store.look([['user', session.user]])).get('user', session.user)
    return user && accountOf(user, session.id)
  },
  signOut: ({ user, session }) => commit(user, { do: 'session.end', session }),
})

const forNewcomers = async (store: Store): Promise<readonly string[]> =>
  (await store.list('newcomerChannels', [1], NEWCOMER_CHANNELS)).map(({ id }) => id)

/** How long a link that makes an owner is good. */
const CLAIM_MS = 24 * 3_600_000

const accountOf = (user: UserRecord, session: string): Account => ({ user: user.id, name: user.name, session })

/** So many names are proposed in order, and so many by chance. */
const CANDIDATES = 8
const DRAWN = 4
/** Leaves room for a number within what a name may have. */
const BASE_CHARACTERS = 50

/**
 * "Ada 2", "Ada 3" … or, where those are taken, a number drawn by chance. One look-up, whatever names there are: anybody
 * may ask for this as often as they like, and it must not cost more in a workspace where thousands have that name.
 */
const freeName = async (store: Store, name: string): Promise<string> => {
  const base = beginning(normalizeUserName(name), BASE_CHARACTERS).trimEnd()
  const numbers = [
    ...Array.from({ length: CANDIDATES }, (_, index) => 2 + index),
    ...Array.from({ length: DRAWN }, drawNumber),
  ]
  const candidates = numbers.map(number => `${base} ${number}`.trimStart())
  const keys = candidates.map(name => ({ name, ...nameKeys(name) }))
  const facts = await store.look(
    keys.flatMap(({ nameKey, lookKey }) => [['userByName', nameKey] as const, ['userByLook', lookKey] as const]),
  )
  const free = keys.find(
    ({ nameKey, lookKey }) => facts.get('userByName', nameKey) === null && facts.get('userByLook', lookKey) === null,
  )?.name
  // All twelve are taken: too rare to look again. One more is proposed without a look; it may be refused.
  return free ?? `${base} ${drawNumber()}`.trimStart()
}
