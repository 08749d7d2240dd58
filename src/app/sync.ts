import type { Actor } from '#domain/intent.ts'
import type { Answers, Said } from '#protocol/commands.ts'
import { PAGE_MESSAGES } from '#protocol/limits.ts'
import { DIRECTORY, isChannel, PEOPLE } from '#protocol/streams.ts'
import { tsOf } from '#protocol/ts.ts'
import type { Changed, Store } from '#store/store.ts'
import { roleOf } from './door-questions.ts'
import type { Answer } from './questions.ts'

type Sync = Said<'sync'>
type Readable = (channel: string) => Promise<Answer<{ id: string }>>

/** Behind by more changed rows than this, a newest page is cheaper than what was missed (SYNC-3). */
export const TOO_FAR = 1000

/** What changed in a stream after `since` (SYNC-2), or openly a fresh start (SYNC-3, SYNC-5). */
export const sync = async (
  store: Store,
  actor: Actor,
  asked: Sync,
  readable: Readable,
): Promise<Answer<Answers['sync']>> => {
  const { stream, since } = asked
  const refused = await mayNotHear(store, actor, stream, readable)
  if (refused) return refused
  const changed = await store.changed(stream, since, asked.whole ? 'whole' : 'all')
  if (await mustReset(store, asked, changed)) return { ok: await reset(store, stream), of: [stream] }
  const { rev, rows, more } = changed
  return { ok: { stream, since, rev, rows: [...rows], more }, of: [stream] }
}

const mayNotHear = async (store: Store, actor: Actor, stream: string, readable: Readable) => {
  const { user } = actor
  if ([user, store.identity.workspace].includes(stream)) return null
  if ([PEOPLE, DIRECTORY].includes(stream) && (await roleOf(store, actor)) !== 'guest') return null
  if (!isChannel(stream)) return { refused: { code: 'invalid' as const, message: 'There is no such stream.' } }
  const found = await readable(stream)
  return 'refused' in found ? found : null
}

const mustReset = async (
  store: Store,
  { epoch, stream, since, newest, whole }: Sync,
  { head, floor, behind }: Changed,
): Promise<boolean> => {
  if (epoch !== store.identity.epoch || since > head || since < floor) return true
  if (behind > TOO_FAR && !whole && stream !== DIRECTORY) return true
  if (newest === undefined) return false
  const held = (await store.look([['message', stream, newest.seq]])).get('message', stream, newest.seq)
  return held === null || tsOf(held.ts) !== newest.ts
}

/**
 * The state from which a client starts a stream afresh: of a channel its newest page, of the others what is held whole.
 * That is nobody of the people, who are asked for by id. The head is read first: what is newer comes again, harmlessly.
 */
const reset = async (store: Store, stream: string): Promise<Answers['sync']> => {
  const start = { reset: true as const, epoch: store.identity.epoch, stream, since: 0 }
  if (isChannel(stream)) {
    const head = (await store.heads([stream])).get(stream) ?? 0
    return { ...start, rev: head, ...(await newestPage(store, stream)) }
  }
  const { rev, rows, more } = await store.changed(stream, 0, 'whole')
  return { ...start, rev, rows: [...rows], more }
}

const newestPage = async (
  store: Store,
  channel: string,
): Promise<Pick<Answers['sync'], 'rows' | 'from' | 'to' | 'more'>> => {
  const own = await store.rows('channels', [[channel]])
  const { rows, beside, from, to, more } = await store.page(channel, Number.MAX_SAFE_INTEGER, PAGE_MESSAGES)
  return { rows: [...own, ...rows, ...beside], from, to, more }
}
