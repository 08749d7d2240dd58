import { randomBytes } from 'node:crypto'
import type { Way } from '#domain/door.ts'
import type { Shown } from '#domain/intent.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { SignIn } from '#protocol/sign-in.ts'
import type { Account } from '../accounts.ts'
import { hashToken, newToken } from '../secrets.ts'
import { WORKSPACE_NAME } from '../welcome.ts'
import {
  type Came,
  comeIn,
  type Ground,
  linkExpired,
  noteRefused,
  ticketOf,
  tooOften,
  type Visitor,
} from './doorway.ts'
import { base32, keyUri, stepOf } from './one-time-code.ts'

type Refused = { refused: Refusal }

const KEY_BYTES = 20
const ENROL_MS = 10 * 60_000
const RECOVERY_CODES = 10
/** Without signs that are taken for each other. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A key for somebody's app; it counts once a code of it has come back. */
export const beginCodes = async ({ commit }: Ground, { user, name }: Account) => {
  const [secret, key] = [newToken(), randomBytes(KEY_BYTES)]
  const data = key.toString('base64url')
  await commit(user, { do: 'ticket.offer', hash: hashToken(secret), kind: 'enrol', user, ms: ENROL_MS, data })
  return { secret, key: base32(key), uri: keyUri(WORKSPACE_NAME, name, key) }
}

/** The app shows the right code: from now on it is asked for. Answers recovery codes, which are shown once. */
export const confirmCodes = async (
  ground: Ground,
  { user, session }: Account,
  { secret, code }: { secret: string; code: string },
): Promise<{ recovery: string[] } | Refused> => {
  const ticket = await ticketOf(ground, secret, ['enrol'])
  if (ticket === null || ticket.user !== user || ticket.data === '') return linkExpired
  const step = stepOf(Buffer.from(ticket.data, 'base64url'), code, ground.clock())
  if (step === null) return codeWrong
  const recovery = Array.from({ length: RECOVERY_CODES }, recoveryCode)
  const credentials = [
    { kind: 'totp' as const, subject: user, proof: ticket.data, label: '', count: step },
    ...recovery.map(each => ({ kind: 'recovery' as const, subject: recoveryHash(user, each), proof: '', label: '' })),
  ]
  const outcome = await ground.commit(user, {
    ...{ do: 'credential.set', credentials, before: null, session, alone: false },
    ticket: ticket.hash,
  })
  return 'refused' in outcome ? outcome : { recovery }
}

/** One-time codes are asked for no more; whoever wants that shows one. */
export const removeCodes = async (ground: Ground, { user }: Account, code: string): Promise<object | Refused> => {
  const refused = tooOften(ground, user)
  if (refused) return refused
  if ((await shownBy(ground, user, code)) === null) return codeWrong
  const outcome = await ground.commit(user, { do: 'codes.remove' })
  return 'refused' in outcome ? outcome : {}
}

/** The second step of whoever has shown the first one. */
export const byCode = async (
  ground: Ground,
  visitor: Visitor,
  { secret, code }: Extract<SignIn, { by: 'code' }>,
): Promise<Came> => {
  const ticket = await ticketOf(ground, secret, ['second'])
  if (ticket === null) return linkExpired
  const { hash, kind, user, data } = ticket
  const way = JSON.parse(data) as Way
  const refused = tooOften(ground, user)
  if (refused) return refused
  const shown = await shownBy(ground, user, code)
  if (shown === null) {
    noteRefused(ground, visitor, { user, way, outcome: 'code_wrong' })
    return codeWrong
  }
  const came = await comeIn(ground, visitor, { user, way, shown: [shown], ticket: { hash, kind } })
  // A code that was used already is a wrong one.
  return 'refused' in came && came.refused.code === 'credentials_wrong' ? codeWrong : came
}

/** What a code shows: the app's key, at a time step, or a recovery code. */
const shownBy = async ({ store, clock }: Ground, user: string, code: string): Promise<Shown | null> => {
  const recovery = recoveryHash(user, code)
  const facts = await store.look([
    ['credential', 'totp', user],
    ['credential', 'recovery', recovery],
  ])
  const [totp, spare] = [facts.get('credential', 'totp', user), facts.get('credential', 'recovery', recovery)]
  const count = totp === null ? null : stepOf(Buffer.from(totp.proof, 'base64url'), code, clock())
  if (totp !== null && count !== null) return { kind: 'totp', subject: user, proof: totp.proof, count }
  return spare?.user === user ? { kind: 'recovery', subject: recovery, proof: spare.proof } : null
}

/** Fifty bits: nobody tries so many. */
const recoveryCode = (): string => {
  const signs = Array.from(randomBytes(10), byte => SIGNS[byte % SIGNS.length]).join('')
  return `${signs.slice(0, 5)}-${signs.slice(5)}`
}

/** However it is typed. Each person's own, so that nobody finds whose it is. */
const recoveryHash = (user: string, code: string): string =>
  hashToken(`${user} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)

const codeWrong: Refused = {
  refused: { code: 'credentials_wrong', reason: 'code_wrong', message: 'That code is wrong, or was used.' },
}
