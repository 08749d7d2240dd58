import type { InvitationRecord } from '#domain/door-records.ts'
import { beginning } from '#domain/graphemes.ts'
import type { IntentName, IntentOf } from '#domain/intent.ts'
import { isGood } from '#domain/invitation.ts'
import { nameKeys } from '#domain/name-key.ts'
import { normalizeUserName } from '#domain/names.ts'
import { policyFact, policyIn } from '#domain/policy.ts'
import type { SessionRecord, UserRecord } from '#domain/records.ts'
import { NEWCOMER_CHANNELS } from '#protocol/limits.ts'
import type { Policies } from '#protocol/policies.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Outcome, Store } from '#store/store.ts'
import { drawNumber, hashToken, type newId, newToken } from './secrets.ts'

/** Who is signed in, by which session. */
export type Account = { user: string; name: string; session: string }

export type Entered = { account: Account; token: string } | { refused: Refusal; suggestion?: string }

/** How somebody new comes. */
export type Coming = {
  /** They sit at the machine itself, and become its owner if they are the first. */
  isHere?: boolean
  /** From where, as `networkOf` tells it; empty where that is not known. */
  network?: string
  /** What stands in the link by which they come. */
  invitation?: string
  /** Who runs the program lets them in, however the door stands. */
  byOperator?: boolean
}

/** What stands at the door: whose it is, and who may come in. It tells nothing about who is inside. */
export type Doorplate = { name: string; accent: string; join: Policies['join'] }

export type Accounts = {
  /** Somebody new joins by name; a refused name that is taken comes with a free one. */
  enter(name: string, device: string, coming?: Coming): Promise<Entered>
  /** What an invitation is for, or that its link is not good; opening it uses nothing up. */
  invited(secret: string): Promise<{ ok: { by: string; role: 'member' | 'guest' } } | { refused: Refusal }>
  /** Somebody who is here already takes the seats of an invitation. */
  accept(account: Account, secret: string): Promise<Outcome<'invitation.take'>>
  /** What strangers are told of the workspace. */
  door(): Promise<Doorplate>
  /** A secret that makes whoever brings it an owner, once, for a day. */
  offerOwnership(): Promise<string>
  takeOwnership(account: Account, secret: string): Promise<Outcome>
  /** Whether a secret still makes an owner. */
  isOwnershipOpen(secret: string): Promise<boolean>
  /** The account of a token, or null if it is unknown or its session has ended. */
  of(token: string): Promise<Account | null>
  /** Whether a token was that of somebody who was deactivated. */
  wasDeactivated(token: string): Promise<boolean>
  /** Notes that a session is used, and from where; at most every ten minutes. Never rejects: nobody waits for it. */
  saw(account: Account, network: string): Promise<void>
  signOut(account: Account): Promise<Outcome>
}

type Commit = <N extends IntentName>(actor: string, intent: IntentOf<N>) => Promise<Outcome<N>>

/** After so long it is noted again that a session is used. */
const SEEN_MS = 10 * 60_000

export const createAccounts = (
  store: Store,
  commit: Commit,
  draw: typeof newId,
  now: () => number = Date.now,
): Accounts => ({
  enter: async (name, device, { isHere = false, network = '', invitation: secret, byOperator = false } = {}) => {
    const invitation = secret === undefined ? undefined : await invitedBy(store, secret)
    if (invitation === null) return { refused: linkExpired }
    const id = draw('U')
    const token = newToken()
    const session = {
      id: draw('S'),
      hash: hashToken(token),
      device: device.toWellFormed().replaceAll('\0', '').slice(0, 200),
    }
    const outcome = await commit(id, {
      ...{ do: 'user.enter', id, name, session, network, byOperator, channels: await forNewcomers(store) },
      ...(isHere && { owns: store.identity.workspace }),
      ...(invitation && { invitation: takenFrom(invitation) }),
    })
    if ('ok' in outcome) return { account: { user: id, name: outcome.ok.name, session: session.id }, token }
    return outcome.refused.code === 'name_taken' ? { ...outcome, suggestion: await freeName(store, name) } : outcome
  },
  invited: async secret => {
    const invitation = await invitedBy(store, secret)
    // Looked up whatever the link is, so that a bad one takes as long as a good one.
    const creator = (await store.look([['user', invitation?.creator ?? '']])).get('user', invitation?.creator ?? '')
    const isOpen = invitation !== null && isGood(invitation, now()) && creator?.deactivated === null
    return isOpen ? { ok: { by: creator.name, role: invitation.role } } : { refused: linkExpired }
  },
  accept: async ({ user }, secret) => {
    const invitation = await invitedBy(store, secret)
    if (invitation === null) return { refused: linkExpired }
    return commit(user, { do: 'invitation.take', ...takenFrom(invitation) })
  },
  door: async () => {
    const { workspace } = store.identity
    const facts = await store.look([['workspace', workspace], policyFact('join')])
    const row = facts.get('workspace', workspace)
    return { name: row?.name ?? '', accent: row?.accent ?? '', join: policyIn(facts, 'join') }
  },
  offerOwnership: async () => {
    const secret = newToken()
    await commit(store.identity.bot, { do: 'claim.offer', hash: hashToken(secret), ms: CLAIM_MS })
    return secret
  },
  takeOwnership: ({ user }, secret) =>
    commit(user, { do: 'claim.take', hash: hashToken(secret), workspace: store.identity.workspace }),
  isOwnershipOpen: async secret => {
    const hash = hashToken(secret)
    const claim = (await store.look([['claim', hash]])).get('claim', hash)
    return claim !== null && claim.until >= now()
  },
  of: async token => {
    const found = await sessionOf(store, token)
    if (found === null || found.session.ended !== null || found.user.deactivated !== null) return null
    return accountOf(found.user, found.session.id)
  },
  wasDeactivated: async token => (await sessionOf(store, token))?.user.deactivated === 1,
  saw: async ({ user, session }, network) => {
    try {
      const last = (await store.look([['sighting', session]])).get('sighting', session)
      if (last !== null && last.network === network && now() - last.at < SEEN_MS) return
      await commit(user, { do: 'session.see', sessions: [{ session, user }], network })
    } catch {
      // It is noted the next time.
    }
  },
  signOut: ({ user, session }) => commit(user, { do: 'session.end', session }),
})

const forNewcomers = async (store: Store): Promise<readonly string[]> =>
  (await store.list('newcomerChannels', [1], NEWCOMER_CHANNELS)).map(({ id }) => id)

const linkExpired: Refusal = { code: 'link_expired', message: 'This link was used, or is too old.' }

const invitedBy = async (store: Store, secret: string): Promise<InvitationRecord | null> => {
  const hash = hashToken(secret)
  return (await store.look([['invitationByHash', hash]])).get('invitationByHash', hash)
}

const takenFrom = ({ hash, creator, channels }: InvitationRecord) => ({ hash, creator, channels })

const sessionOf = async (store: Store, token: string): Promise<{ session: SessionRecord; user: UserRecord } | null> => {
  const hash = hashToken(token)
  const session = (await store.look([['sessionByHash', hash]])).get('sessionByHash', hash)
  if (session === null) return null
  const user = (await store.look([['user', session.user]])).get('user', session.user)
  return user && { session, user }
}

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
