import { refuse } from '#domain/decision.ts'
import type { Answers, Fields } from '#protocol/commands.ts'
import { CHANNELS_PER_PAGE, MEMBERS_PER_PAGE } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { SeatRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'
import { people } from './people.ts'
import { users } from './users.ts'

/**
 * A page of who is in a channel, by id, of those above `after`; with a query those members whom somebody may mean who has
 * typed it, those that fit best first, all on one page.
 */
export const membersPage = async (
  store: Store,
  channel: string,
  query: string,
  after: string,
): Promise<Answers['members']> => {
  const stream = (await store.look([['stream', channel]])).get('stream', channel)
  const count = stream?.seats ?? 0
  if (query.trim() !== '') return { ...(await found(store, channel, query)), count, more: false }
  const page = await store.seatsAfter(channel, after, MEMBERS_PER_PAGE + 1)
  const seats = page.slice(0, MEMBERS_PER_PAGE)
  return { seats, users: await usersOf(store, seats), count, more: page.length > seats.length }
}

const found = async (
  store: Store,
  channel: string,
  query: string,
): Promise<Pick<Answers['members'], 'seats' | 'users'>> => {
  const { rows, members } = await people(store, query, channel, MEMBERS_PER_PAGE)
  const seated = rows.slice(0, members)
  const seats = await store.rows(
    'seats',
    seated.map(({ id }) => [channel, id]),
  )
  return { seats: seats.flatMap(row => (row.row === 'seat' ? [row] : [])), users: seated }
}

const usersOf = (store: Store, seats: readonly SeatRow[]) =>
  users(
    store,
    seats.map(({ user }) => user),
  )

/** A page of public channels; `after` is how many were told before. */
export const browse = async (
  store: Store,
  user: string,
  { query = '', sort = 'name', after = 0, archived = false }: Fields<'channels'>,
): Promise<Answers['channels']> => {
  const part = query.trim().replace(/^#/, '').toLowerCase()
  const found = await store.browsed(user, { part, sort, from: after, archived, limit: CHANNELS_PER_PAGE + 1 })
  const channels = found.slice(0, CHANNELS_PER_PAGE)
  return { channels, more: found.length > channels.length }
}

/**
 * Private channels in which nobody holds a seat any more, for an owner: since when there are, how much was said in each and
 * when last. What they are called and what was said stays among those who are gone.
 */
export const abandoned = async (
  store: Store,
  actor: string,
): Promise<{ ok: Answers['abandoned'] } | { refused: Refusal }> => {
  const role = (await store.look([['user', actor]])).get('user', actor)?.role
  if (role !== 'owner')
    return refuse('not_allowed', 'Only owners of the workspace can do this.', { reason: 'owners_only' })
  return { ok: { channels: [...(await store.abandoned())] } }
}
