import type { UserRow } from '#protocol/rows.ts'
import { attempt } from '../../sync/attempt.ts'
import { locale, say } from '../../words/say.ts'
import { today } from '../today.ts'

/** What somebody says of themselves, and what time it is where they are. */
export function PersonFacts({ user }: { user: UserRow | null }) {
  if (user === null) return null
  const { handle, fullName, pronouns, title, zone, role } = user
  const time = zone ? localTime(zone) : null
  const lines = [
    [fullName, pronouns].filter(Boolean).join(' · '),
    handle ? `@${handle}` : '',
    title ?? '',
    role === 'owner' ? say`Owner` : role === 'admin' ? say`Admin` : '',
    time === null ? '' : say`${time} local time`,
  ]
  return (
    <>
      {lines
        .filter(line => line !== '')
        .map(line => (
          <p key={line} class="person-note" dir="auto">
            {line}
          </p>
        ))}
    </>
  )
}

/** Null where the browser knows no such zone. */
const localTime = (timeZone: string): string | null => {
  void today.value
  return attempt(() => new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone }).format(new Date()))
}
