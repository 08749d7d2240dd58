import { PROFILE_CHARACTERS } from '#protocol/limits.ts'
import { takesValue } from '#protocol/preferences.ts'
import { PEOPLE } from '#protocol/streams.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { handleFacts, handleOf } from './handle.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import type { UserRecord } from './records.ts'
import { spokenWords } from './user.ts'

type Edit = IntentOf<'profile.edit'>

export const editProfileScope = ({ handle }: Edit, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE],
  facts: [['user', actor], ...(handle === undefined ? [] : handleFacts(handle))],
})

/** What somebody says of themselves, shown everywhere at once: all of it as it is now. What is not said stays. */
export const editProfile = (facts: Facts, said: Edit, { actor }: Circumstances): Verdict<'profile.edit'> => {
  const user = facts.get('user', actor)
  if (user === null) throw new Error(`The actor ${actor} has no user record.`)
  const named = said.handle === undefined ? user : handleOf(facts, said.handle, actor)
  if ('refused' in named) return named
  const line = (typed: string | undefined, kept: string) => typed?.replace(/\s+/gu, ' ').trim() ?? kept
  const fullName = line(said.fullName, user.fullName)
  const pronouns = line(said.pronouns, user.pronouns)
  const title = line(said.title, user.title)
  const zone = said.zone ?? user.zone
  const lines = [fullName, pronouns, title]
  if (lines.some(text => text.length > PROFILE_CHARACTERS)) {
    const about = { reason: 'line_long', limit: PROFILE_CHARACTERS } as const
    return refuse('text_invalid', `At most ${PROFILE_CHARACTERS} characters fit here.`, about)
  }
  if (!lines.every(isStorable))
    return refuse('text_invalid', 'This text has characters that cannot be stored.', { reason: 'text_unstorable' })
  if (zone !== '' && !takesValue('zone', zone)) return refuse('invalid', 'There is no such time zone.')
  const { handle, handleKey } = named
  const changed: UserRecord = { ...user, handle, handleKey, fullName, pronouns, title, zone }
  const [before, after] = [spokenWords(user), spokenWords(changed)]
  return {
    writes: isSame(user, changed) ? [] : [{ stream: PEOPLE, table: 'users', row: changed }],
    drops: before.filter(word => !after.includes(word)).map(word => ({ table: 'words', key: [word, actor] })),
    keeps: after.filter(word => !before.includes(word)).map(word => ({ table: 'words', row: { word, user: actor } })),
    ok: { handle, fullName, pronouns, title, zone },
  }
}

const isStorable = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)

const isSame = (one: UserRecord, other: UserRecord): boolean => JSON.stringify(one) === JSON.stringify(other)
