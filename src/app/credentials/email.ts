import type { Refusal } from '#protocol/refusals.ts'
import type { Account } from '../accounts.ts'
import { hashToken, newToken } from '../secrets.ts'
import { type Ground, linkExpired, ticketOf, tooOften, type Visitor } from './doorway.ts'

type Refused = { refused: Refusal }

/** How long a letter is good for. */
const LETTER_MS = 30 * 60_000

/** As addresses are compared. What stands before the @ may be told apart by case somewhere, but by nobody who types it. */
const normalized = (address: string): string => address.trim().toLowerCase()

const isAddress = (address: string): boolean => /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@.]+$/.test(address)

/** A letter to an address that somebody says is theirs; it counts once its link was opened by them, signed in. */
export const addAddress = async (
  ground: Ground,
  { user, name }: Account,
  { origin }: Visitor,
  typed: string,
): Promise<object | Refused> => {
  const to = normalized(typed)
  if (!ground.mail.isOn || !isAddress(to)) return noAddress
  const refused = tooOften(ground, `@${user}`)
  if (refused) return refused
  const secret = newToken()
  const data = to
  await ground.commit(user, { do: 'ticket.offer', hash: hashToken(secret), kind: 'enrol', user, ms: LETTER_MS, data })
  const text = `${name} wants to sign in at ${origin} with this address. If that is you, open this link in the browser where you are signed in:\n\n${origin}/sign-in#email-${secret}\n\nIt is good for half an hour. If it is not you, do nothing.`
  return send(ground, { id: hashToken(secret), to, subject: 'Is this your address?', text })
}

/** The link of that letter was opened by who asked for it. An address belongs to who confirmed it first. */
export const confirmAddress = async (
  ground: Ground,
  { user, session }: Account,
  secret: string,
): Promise<object | Refused> => {
  const ticket = await ticketOf(ground, secret, ['enrol'])
  if (ticket === null || ticket.user !== user || !isAddress(ticket.data)) return linkExpired
  const credentials = [{ kind: 'email' as const, subject: ticket.data, proof: '', label: ticket.data }]
  const outcome = await ground.commit(user, {
    ...{ do: 'credential.set', credentials, before: null, session, alone: false, ticket: ticket.hash },
  })
  return 'refused' in outcome ? outcome : {}
}

/**
 * A letter with a link that signs in, to an address that somebody here has confirmed. Whoever asks is not told whether
 * somebody has, nor can they tell by the time: nobody waits for the letter.
 */
export const sendLink = async (ground: Ground, { origin }: Visitor, typed: string): Promise<object | Refused> => {
  const to = normalized(typed)
  if (!ground.mail.isOn || !isAddress(to)) return noAddress
  const refused = tooOften(ground, `@${to}`)
  if (refused) return refused
  const known = (await ground.store.look([['credential', 'email', to]])).get('credential', 'email', to)
  if (known !== null) void letterFor(ground, origin, known.user, to).catch(() => {})
  return {}
}

const letterFor = async (ground: Ground, origin: string, user: string, to: string): Promise<void> => {
  const secret = newToken()
  const hash = hashToken(secret)
  await ground.commit(user, { do: 'ticket.offer', hash, kind: 'letter', user, ms: LETTER_MS, data: '' })
  const text = `Open this link to sign in at ${origin}:\n\n${origin}/sign-in#${secret}\n\nIt is good once, for half an hour. If you did not ask for it, do nothing.`
  await send(ground, { id: hash, to, subject: 'Your link to sign in', text })
}

const send = async ({ mail }: Ground, letter: Parameters<Ground['mail']['send']>[0]): Promise<object | Refused> => {
  try {
    await mail.send(letter)
    return {}
  } catch {
    return { refused: { code: 'unavailable', reason: 'mail_away', message: 'The letter could not be sent.' } }
  }
}

const noAddress: Refused = {
  refused: { code: 'invalid', reason: 'address_wrong', message: 'That is no e-mail address.' },
}
