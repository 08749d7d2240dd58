import { fitting, nameWords } from '#domain/name-words.ts'
import type { Answers } from '#protocol/commands.ts'
import type { UserRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'

/** Whom somebody may mean while they type a name: members of the channel first, then others, those that fit best first; by default nobody who was deactivated. */
export const people = async (
  store: Store,
  typed: string,
  channel: string | null,
  limit: number,
  isShown: (user: UserRow) => boolean = ({ deactivated }) => !deactivated,
): Promise<Answers['people']> => {
  const longest = nameWords(typed).toSorted((a, b) => b.length - a.length)[0] ?? ''
  const [named, members] = await Promise.all([
    store.named(longest, null),
    channel === null
      ? []
      : Promise.all([store.named(longest, channel), store.members(channel)]).then(found => found.flat()),
  ])
  const seated = new Set(members.map(({ id }) => id))
  const first = best(typed, members.filter(isShown), LOOSE).slice(0, limit)
  const others = best(
    typed,
    named.filter(user => !seated.has(user.id) && isShown(user)),
    STRICT,
  )
  return { rows: [...first, ...others].slice(0, limit), members: first.length }
}

/** Members are also found by letters in the typed order ("grhp": "grace hopper"); of all people that is too many. */
const LOOSE = 2
const STRICT = 1

const best = (typed: string, users: readonly UserRow[], worst: number): UserRow[] => {
  const fits = fitting(typed)
  const found = new Map<string, { user: UserRow; fit: number; key: string }>()
  for (const user of users) {
    const [best] = [user.name, user.handle, user.fullName, user.title]
      .flatMap(each => (each === undefined ? [] : [fits(each)]))
      .flatMap(({ fit, key }) => (fit === null ? [] : [{ fit, key }]))
      .sort((a, b) => a.fit - b.fit)
    if (best !== undefined && best.fit <= worst) found.set(user.id, { user, ...best })
  }
  const inOrder = [...found.values()].sort((a, b) => a.fit - b.fit || (a.key < b.key ? -1 : 1))
  return inOrder.map(({ user }) => user)
}
