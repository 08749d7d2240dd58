import { type Refused, refuse } from './decision.ts'
import type { CredentialRecord } from './door-records.ts'
import type { UserRecord } from './records.ts'

/** By which way somebody comes in. */
export type Way = 'link' | 'restore' | 'password' | 'passkey' | 'provider' | 'mail'

/** What is known of whoever stands at the door, once they have shown that it is them. */
export type AtDoor = {
  user: UserRecord | null
  /** The second factor that they set up; null: none. */
  second: CredentialRecord | null
  /** Whether they have shown it, or what is worth as much. */
  hasShownSecond: boolean
}

/** They may come in; they must show their second factor first; or they may not. */
export type Answered = 'in' | 'second' | Refused

type Question = (at: AtDoor) => Answered

/** Flack itself, and what else is no person, has no session that begins here. */
const isPerson: Question = ({ user }) =>
  user === null || user.kind === 'bot' ? refuse('credentials_wrong', 'That did not let you in.') : 'in'

const isActive: Question = ({ user }) =>
  user?.deactivated === 1 ? refuse('deactivated', 'Your account here was deactivated.') : 'in'

const hasSecond: Question = ({ second, hasShownSecond }) => (second === null || hasShownSecond ? 'in' : 'second')

/**
 * What every way in asks, in this order. A way that could leave one out would be the one that everybody takes who should
 * not come in: so there is one list, and one rule (`session.begin`) that begins sessions of who is here already.
 */
const questions: readonly Question[] = [isPerson, isActive, hasSecond]

/** The first answer that is no "come in". */
export const askAtDoor = (at: AtDoor): Answered => {
  for (const question of questions) {
    const answer = question(at)
    if (answer !== 'in') return answer
  }
  return 'in'
}
