import { attend, attentionScope, type Meant, MOST_MEANT } from '#domain/attention.ts'
import type { ChannelRecord, MessageRecord } from '#domain/records.ts'
import { mentionsIn } from '#domain/text/mentions.ts'
import { USER_GROUPS_CALLED } from '#protocol/limits.ts'
import type { Store } from '#store/store.ts'
import type { Change, Follower } from './follower.ts'

const COMMANDS: readonly string[] = ['message.post', 'message.edit', 'message.delete']
/** Of a text that names a whole company only the first ones are looked up. */
const LOOKED_UP = 200

/**
 * [MENTION] Reads what was posted, edited or deleted, and who was given a seat because a message named them; writes what
 * follows for the people who are meant.
 */
export const attention = (store: Store): Follower => ({
  name: 'attention',
  concerns: ({ kind, command, key }) => {
    if (kind === 'messages' && COMMANDS.includes(command)) return key
    return kind === 'seats' && command === 'channel.invite' ? `seat ${key}` : null
  },
  work: async changes => {
    const meant = await read(store, changes)
    if (meant.length === 0) return null
    return { scope: attentionScope(meant), decide: (facts, now) => attend(facts, meant, now) }
  },
})

/** A message that changed, or because of which people were seated. */
type Asked = { channel: string; seq: number; isNew: boolean; added: readonly string[] }

/** The messages of these changes in which somebody is meant or was, as they are now: a later change comes later. */
const read = async (store: Store, changes: readonly Change[]): Promise<Meant[]> => {
  const named = [...changed(changes), ...(await seatedFor(store, changes))]
  const messages = await store.look(named.map(({ channel, seq }) => ['message', channel, seq] as const))
  // What was told of a message before is looked up for changed ones, and for those that name somebody now: most posts
  // do neither, and cost one look-up.
  const keys = named.filter(({ channel, seq, isNew }) => {
    const message = messages.get('message', channel, seq)
    return message !== null && (!isNew || message.changed !== null || mayName(message.text))
  })
  if (keys.length === 0) return []
  const facts = await store.look([
    ...keys.map(({ channel, seq }) => ['mentioned', channel, seq] as const),
    ...[...new Set(keys.map(({ channel }) => channel))].map(channel => ['channel', channel] as const),
  ])
  const all = new Map<string, Meant>()
  for (const { channel, seq, added: seatedNow } of keys) {
    const message = messages.get('message', channel, seq)
    if (message === null) continue
    const told = facts.get('mentioned', channel, seq)?.users ?? []
    const { users, all: isCall, groups: named } = await meantIn(message)
    const groups = await thoseThere(store, named)
    const calls = isCall || groups.length > 0 || isCalledIn(facts.get('channel', channel), message)
    if (users.length === 0 && told.length === 0 && !calls) continue
    const there = await seated(store, channel, users)
    const added = [...(all.get(`${channel} ${seq}`)?.added ?? []), ...seatedNow]
    const { author } = message
    all.set(`${channel} ${seq}`, { channel, seq, author, users: there, all: isCall, groups, added, told, calls })
  }
  return [...all.values()]
}

const changed = (changes: readonly Change[]): Asked[] =>
  changes
    .filter(({ kind }) => kind === 'messages')
    .map(({ stream, key, command }) => ({
      ...{ channel: stream, seq: seqOf(key), isNew: command === 'message.post', added: [] },
    }))

/** For which messages people were seated. Who was seated for none, or has left since, is looked up and no more. */
const seatedFor = async (store: Store, changes: readonly Change[]): Promise<Asked[]> => {
  const seats = changes
    .filter(({ kind }) => kind === 'seats')
    .map(({ stream, key }) => ['seat', stream, key.split(' ').at(-1) ?? ''] as const)
  if (seats.length === 0) return []
  const facts = await store.look(seats)
  return seats.flatMap(seat => {
    const { channel, user, state, named } = facts.get(...seat) ?? { named: null }
    if (named === null || state !== 'joined') return []
    return [{ channel, seq: named, isNew: false, added: [user] }]
  })
}

/** A message's key ends with its seq. */
const seqOf = (key: string): number => Number(key.split(' ').at(-1))

/** Whether a text may name somebody. Most name nobody: those are not parsed, nor is the parser loaded for them. */
const mayName = (text: string): boolean => text.includes('<@') || text.includes('<!')

/** Whether the channel's row says of the post that somebody was called by it. */
const isCalledIn = (channel: ChannelRecord | null, { post }: MessageRecord): boolean =>
  channel !== null && [channel.calls, ...Object.values(channel.groups)].some(posts => posts.includes(post))

type Named = { users: readonly string[]; all: boolean; groups: readonly string[] }

const meantIn = async ({ text, author }: MessageRecord): Promise<Named> => {
  if (!mayName(text)) return { users: [], all: false, groups: [] }
  const { parseMarkdown } = await import('#domain/text/parse.ts')
  const { users, calls, groups } = mentionsIn(parseMarkdown(text))
  const others = [...users].filter(user => user !== author).slice(0, LOOKED_UP)
  const all = calls.has('channel') || calls.has('everyone')
  return { users: others, all, groups: [...groups].slice(0, USER_GROUPS_CALLED) }
}

/** The user groups among these ids: a text may name one that was never there. */
const thoseThere = async (store: Store, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return []
  const facts = await store.look(ids.map(id => ['usergroup', id] as const))
  return ids.filter(id => facts.get('usergroup', id)?.gone === null)
}

/** Those who hold a seat, the first fifty. */
const seated = async (store: Store, channel: string, users: readonly string[]): Promise<readonly string[]> => {
  if (users.length === 0) return []
  const facts = await store.look(users.map(user => ['seat', channel, user] as const))
  return users.filter(user => facts.get('seat', channel, user)?.state === 'joined').slice(0, MOST_MEANT)
}
