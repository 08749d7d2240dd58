import { normalizePassword, passwordFault } from '#domain/password.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Credentials, SignIn } from '#protocol/sign-in.ts'
import type { Account } from '../accounts.ts'
import { rateLimited } from '../refused.ts'
import { WORKSPACE_NAME } from '../welcome.ts'
import { type Came, comeIn, type Ground, noteRefused, tooOften, userNamed, type Visitor, wrong } from './doorway.ts'

type Password = Extract<SignIn, { by: 'password' }>
type SetPassword = Extract<Credentials, { do: 'password.set' }>

/**
 * Somebody comes in by name and password. Whoever asks must not learn whether somebody has that name, or a password: the
 * same look-ups, the same hash, the same words, and the same limit.
 */
export const byPassword = async (ground: Ground, visitor: Visitor, { name, password }: Password): Promise<Came> => {
  const user = await userNamed(ground, name)
  const refused = tooOften(ground, user?.id ?? `?${name.toLowerCase()}`)
  if (refused) return refused
  const subject = user?.id ?? ''
  const known = (await ground.store.look([['credential', 'password', subject]])).get('credential', 'password', subject)
  const isRight = await ground.passwords.verify(normalizePassword(password), known?.proof ?? null)
  if (isRight === null) return busy
  if (user !== null && known !== null && isRight) {
    const shown = [{ kind: 'password' as const, subject, proof: known.proof }]
    return comeIn(ground, visitor, { user: user.id, way: 'password', shown })
  }
  if (user !== null) noteRefused(ground, visitor, { user: user.id, way: 'password', outcome: 'credentials_wrong' })
  return wrong
}

/** Sets or changes somebody's password; all their other sessions end. */
export const setPassword = async (
  ground: Ground,
  { user, session }: Account,
  { password: typed, current }: SetPassword,
): Promise<object | { refused: Refusal }> => {
  const { store, passwords, commit } = ground
  const password = normalizePassword(typed)
  const facts = await store.look([
    ['user', user],
    ['credential', 'password', user],
  ])
  const known = facts.get('credential', 'password', user)
  const { name = '', fullName = '', handle = '' } = facts.get('user', user) ?? {}
  const fault = passwordFault(password, [name, fullName, handle, WORKSPACE_NAME, 'flack'])
  if (fault) return fault
  if (known !== null) {
    const refused = tooOften(ground, user)
    if (refused) return refused
    const isRight = await passwords.verify(normalizePassword(current ?? ''), known.proof)
    if (isRight === null) return busy
    if (!isRight) return { refused: { code: 'credentials_wrong', reason: 'password_current', message: NOT_YOURS } }
  }
  const proof = await passwords.hash(password)
  if (proof === null) return busy
  const credentials = [{ kind: 'password' as const, subject: user, proof, label: '' }]
  const before = known?.proof ?? null
  const outcome = await commit(user, { do: 'credential.set', credentials, before, session, alone: true })
  return 'refused' in outcome ? outcome : {}
}

const NOT_YOURS = 'That is not your password.'

/** Too many passwords are looked at just now. */
const busy: { refused: Refusal } = { refused: rateLimited(3, 'Many people sign in just now.') }
