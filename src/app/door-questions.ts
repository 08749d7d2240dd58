import { SESSIONS_PER_PERSON } from '#domain/ending.ts'
import type { Actor } from '#domain/intent.ts'
import { isAtLeast } from '#domain/rank.ts'
import type { Role } from '#domain/records.ts'
import type { Answers, Fields } from '#protocol/commands.ts'
import { INVITATIONS_PER_PAGE, ROSTER_PER_PAGE } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Store } from '#store/store.ts'
import { people } from './people.ts'
import type { Answer } from './questions.ts'

/** What is asked about who comes in and who is here. */

/** The role in which somebody asks; Flack itself is asked for by who runs the program. */
export const roleOf = async (store: Store, { user }: Actor): Promise<Role> => {
  if (user === store.identity.bot) return 'owner'
  return (await store.look([['user', user]])).get('user', user)?.role ?? 'member'
}

const adminsOnly: { refused: Refusal } = {
  refused: { code: 'not_allowed', reason: 'admins_only', message: 'Only admins of the workspace can do this.' },
}

/** One's own sessions, or for an admin somebody else's. */
export const sessions = async (
  store: Store,
  actor: Actor,
  { user = actor.user }: Fields<'sessions'>,
): Promise<Answer<Answers['sessions']>> => {
  if (user !== actor.user && !isAtLeast(await roleOf(store, actor), 'admin')) return adminsOnly
  const open = await store.openSessions(user, SESSIONS_PER_PERSON)
  const marked = open.map(each => ({ ...each, ...(each.session === actor.session && { current: true as const }) }))
  return { ok: { sessions: marked }, of: [actor.user] }
}

/** The invitations that one made, for admins all. What stands in their links is nowhere. */
export const invitations = async (
  store: Store,
  actor: Actor,
  { after = '' }: Fields<'invitations'>,
): Promise<Answer<Answers['invitations']>> => {
  const isAdmin = isAtLeast(await roleOf(store, actor), 'admin')
  const found = await store.invitationsBehind(isAdmin ? null : actor.user, after, INVITATIONS_PER_PAGE + 1)
  const page = found.slice(0, INVITATIONS_PER_PAGE)
  const told = page.map(({ id: invitation, creator, role, channels, created, until, most, used, withdrawn }) => ({
    ...{ invitation, creator, role, channels: [...channels], created },
    ...{ until, most, used, withdrawn },
  }))
  return { ok: { invitations: told, more: found.length > page.length }, of: [actor.user] }
}

/** Who is in the workspace, by name, deactivated people too, for those who look after it. */
export const accounts = async (
  store: Store,
  actor: Actor,
  { query = '', after = '' }: Fields<'accounts'>,
): Promise<Answer<Answers['accounts']>> => {
  if (!isAtLeast(await roleOf(store, actor), 'admin')) return adminsOnly
  if (query.trim() === '') {
    const found = await store.accountsBehind(after, ROSTER_PER_PAGE + 1)
    const page = found.slice(0, ROSTER_PER_PAGE)
    return { ok: { people: [...page], more: found.length > page.length } }
  }
  const { rows } = await people(store, query, null, ROSTER_PER_PAGE, () => true)
  const ids = rows.flatMap(({ id, kind }) => (kind === 'human' ? [id] : []))
  return { ok: { people: [...(await store.accountsOf(ids))], more: false } }
}
