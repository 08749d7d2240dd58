import type * as v from 'valibot'
import type { Refusal } from '#protocol/refusals.ts'
import type { Credentials, PasskeyAsked, SignIn } from '#protocol/sign-in.ts'
import type { Account } from '../accounts.ts'
import { hashToken, newToken } from '../secrets.ts'
import { WORKSPACE_NAME } from '../welcome.ts'
import { type Came, comeIn, type Ground, linkExpired, ticketOf, type Visitor, wrong } from './doorway.ts'

type Refused = { refused: Refusal }
type Asked = v.InferOutput<typeof PasskeyAsked>

/** How long somebody may take with their key. */
const CHALLENGE_MS = 5 * 60_000

/** 17 MB, for who has a passkey. */
const library = () => import('@simplewebauthn/server')

/**
 * What a device signs is derived from the secret of a ticket, so that nothing more is to be kept: the ticket says that it
 * was asked here, to whom, and that it is answered once.
 */
const challengeOf = (secret: string): string => secret.slice('flk_'.length)

/** Passkeys belong to one name of a server, reached safely; browsers make none for an address. */
const partyOf = (origin: string): string | null => {
  const { protocol, hostname } = new URL(origin)
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  return !isAddress && (protocol === 'https:' || hostname === 'localhost') ? hostname : null
}

const noParty: Refused = {
  refused: { code: 'not_allowed', reason: 'passkey_origin', message: 'Passkeys need https, or localhost.' },
}

/** What somebody's device is asked who comes in by a passkey: it finds by itself which one is for here. */
export const askPasskey = async (ground: Ground, { origin }: Visitor): Promise<Asked | Refused> => {
  const rpID = partyOf(origin)
  if (rpID === null) return noParty
  const secret = await challenge(ground, '', 'challenge')
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID,
    userVerification: 'required',
    challenge: bytesOf(secret),
    timeout: CHALLENGE_MS,
  })
  return { secret, options: { ...options } }
}

/** Somebody comes in by a passkey, which is had and known at once: no second factor is asked for beside it. */
export const byPasskey = async (
  ground: Ground,
  visitor: Visitor,
  { secret, answer }: Extract<SignIn, { by: 'passkey' }>,
): Promise<Came> => {
  const rpID = partyOf(visitor.origin)
  if (rpID === null) return noParty
  const ticket = await ticketOf(ground, secret, ['challenge'])
  if (ticket === null) return linkExpired
  const { id } = answer as { id: string }
  const known = (await ground.store.look([['credential', 'passkey', id]])).get('credential', 'passkey', id)
  if (known === null) return wrong
  const { verifyAuthenticationResponse } = await library()
  const verified = await verifyAuthenticationResponse({
    response: answer as never,
    expectedChallenge: challengeOf(secret),
    expectedOrigin: visitor.origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(Buffer.from(known.proof, 'base64url')), counter: known.count },
    // What is no answer at all is as wrong as one that is signed by another key.
  }).catch(() => null)
  if (!verified?.verified) return wrong
  const count = verified.authenticationInfo.newCounter
  // Keys that are on several devices at once do not count.
  const shown = [{ kind: 'passkey' as const, subject: id, proof: known.proof, ...(count > 0 && { count }) }]
  const { hash, kind } = ticket
  return comeIn(ground, visitor, { user: known.user, way: 'passkey', shown, ticket: { hash, kind } })
}

/** What a device is asked on which somebody makes a passkey for themselves. */
export const beginPasskey = async (
  ground: Ground,
  { user, name }: Account,
  { origin }: Visitor,
): Promise<Asked | Refused> => {
  const rpID = partyOf(origin)
  if (rpID === null) return noParty
  const secret = await challenge(ground, user, 'enrol')
  const all = await ground.store.list('credentialsOf', [user], 200)
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    ...{ rpName: WORKSPACE_NAME, rpID, userName: name, userDisplayName: name, userID: bytes(Buffer.from(user)) },
    ...{ challenge: bytesOf(secret), timeout: CHALLENGE_MS, attestationType: 'none' },
    excludeCredentials: all.filter(({ kind }) => kind === 'passkey').map(({ subject }) => ({ id: subject })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { secret, options: { ...options } }
}

/** Keeps the passkey that somebody made. */
export const addPasskey = async (
  ground: Ground,
  { user, session }: Account,
  { origin }: Visitor,
  { secret, answer, label }: Extract<Credentials, { do: 'passkey.add' }>,
): Promise<object | Refused> => {
  const rpID = partyOf(origin)
  const ticket = await ticketOf(ground, secret, ['enrol'])
  if (rpID === null || ticket === null || ticket.user !== user) return linkExpired
  const { verifyRegistrationResponse } = await library()
  const verified = await verifyRegistrationResponse({
    response: answer as never,
    expectedChallenge: challengeOf(secret),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return wrong
  const { id, publicKey } = verified.registrationInfo.credential
  const proof = Buffer.from(publicKey).toString('base64url')
  const credentials = [{ kind: 'passkey' as const, subject: id, proof, label }]
  const outcome = await ground.commit(user, {
    ...{ do: 'credential.set', credentials, before: null, session, alone: false },
    ticket: ticket.hash,
  })
  return 'refused' in outcome ? outcome : {}
}

const challenge = async ({ commit }: Ground, user: string, kind: 'challenge' | 'enrol'): Promise<string> => {
  const secret = newToken()
  await commit(user, { do: 'ticket.offer', hash: hashToken(secret), kind, user, ms: CHALLENGE_MS, data: '' })
  return secret
}

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

const bytesOf = (secret: string): Uint8Array<ArrayBuffer> => bytes(Buffer.from(challengeOf(secret), 'base64url'))
