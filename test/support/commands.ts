import { requestFor } from '#app/request.ts'
import { digestOf } from '#app/secrets.ts'
import type { Done, IntentName, IntentOf } from '#domain/intent.ts'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import type { Engine } from '#store/engine.ts'
import { openStore } from '#store/open.ts'
import type { CommitRequest, Identity, Outcome, Store } from '#store/store.ts'

/** Commands as the app hands them to the store, for tests that need no app. */

export const identity: Identity = { epoch: 'ETEST', workspace: 'T00000000', general: 'C00000000', bot: 'U00000000' }

/** `id('U', 7)` is `U00000007`. */
export const id = (letter: string, number: number): string => letter + String(number).padStart(8, '0')

export const openTestStore = (engine: Engine, clock: () => number = () => 1_700_000_000_000): Promise<Store> =>
  openStore(engine, {
    fresh: identity,
    clock,
    ofName: { words: nameWords, keys: nameKeys },
    schedule: run => setImmediate(run),
  })

/** What `app.run` makes of a command; a `clientId` is kept with its outcome unless `once` is false. `fresh` is the id of what it makes. */
export const request = <N extends IntentName>(
  actor: string,
  intent: IntentOf<N>,
  { once = true, fresh = '' } = {},
): CommitRequest<N> => {
  const { clientId, ...said }: { do: string; clientId?: string | undefined } = intent
  const kept = once && clientId !== undefined ? { clientId, digest: digestOf(said) } : undefined
  return requestFor(identity, actor, intent, { once: kept, fresh })
}

export const found = (): CommitRequest =>
  request(identity.bot, {
    do: 'workspace.found',
    id: identity.workspace,
    name: 'Test',
    general: identity.general,
    bot: identity.bot,
    welcome: 'Welcome!',
  })

export const enter = (user: string, name: string): CommitRequest =>
  request(user, { do: 'user.enter', id: user, name, session: { id: `S${user.slice(1)}`, hash: user, device: 'test' } })

export const create = (user: string, channel: string, name: string): CommitRequest<'channel.create'> =>
  request(user, { do: 'channel.create', name }, { fresh: channel })

export const join = (user: string, channel: string): CommitRequest<'channel.join'> =>
  request(user, { do: 'channel.join', channel })

export const leave = (user: string, channel: string): CommitRequest<'channel.leave'> =>
  request(user, { do: 'channel.leave', channel })

export const post = (user: string, channel: string, clientId: string, text = clientId): CommitRequest<'message.post'> =>
  request(user, { do: 'message.post', channel, clientId, text })

/** The outcome of a command that must have succeeded. */
export const ok = async <N extends IntentName>(outcome: Promise<Outcome<N>>): Promise<Done[N]> => {
  const settled = await outcome
  if ('refused' in settled) throw new Error(`refused: ${settled.refused.code}`)
  return settled.ok
}

export const ada = id('U', 1)
export const bob = id('U', 2)
export const team = id('C', 1)

/** Founds a workspace with Ada, Bob and a channel `#team` in which both have seats. */
export const settle = async (store: Store): Promise<void> => {
  await Promise.all([found(), enter(ada, 'Ada'), enter(bob, 'Bob')].map(each => ok(store.commit(each))))
  await Promise.all([create(ada, team, 'team'), join(bob, team)].map(each => ok(store.commit(each))))
}

/** Makes somebody an owner, by a link as of `flack owner`. */
export const crown = async (store: Store, user: string): Promise<void> => {
  const hash = `crown of ${user}`
  await ok(store.commit(request(identity.bot, { do: 'claim.offer', hash, ms: 60_000 })))
  await ok(store.commit(request(user, { do: 'claim.take', hash, workspace: identity.workspace })))
}
