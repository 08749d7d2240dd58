import { decide, scopeOf } from '#app/intents.ts'
import { digestOf } from '#app/secrets.ts'
import type { Intent } from '#domain/intent.ts'
import type { Engine } from '#store/engine.ts'
import { openStore } from '#store/open.ts'
import type { CommitRequest, Identity, Outcome, Store } from '#store/store.ts'

/** Commands as the app hands them to the store, for tests that need no app. */

export const identity: Identity = { epoch: 'ETEST', workspace: 'T00000000', general: 'C00000000', bot: 'U00000000' }

/** `id('U', 7)` is `U00000007`. */
export const id = (letter: string, number: number): string => letter + String(number).padStart(8, '0')

export const openTestStore = (engine: Engine, clock: () => number = () => 1_700_000_000_000): Promise<Store> =>
  openStore(engine, { fresh: identity, clock, schedule: run => setImmediate(run) })

/** What `app.run` makes of a command; a `clientId` is kept with its outcome unless `once` is false. */
export const request = (actor: string, intent: Intent, { once = true } = {}): CommitRequest => {
  const { workspace, general } = identity
  const { clientId, ...said } = 'clientId' in intent ? intent : { ...intent, clientId: undefined }
  return {
    actor,
    command: intent.do,
    ...(once && clientId !== undefined && { once: { clientId, digest: digestOf(said) } }),
    scope: scopeOf(intent, { actor, workspace, general, now: 0 }),
    decide: (facts, now) => decide(facts, intent, { actor, workspace, general, now }),
  }
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

export const create = (user: string, channel: string, name: string): CommitRequest =>
  request(user, { do: 'channel.create', id: channel, name })

export const join = (user: string, channel: string): CommitRequest => request(user, { do: 'channel.join', channel })

export const leave = (user: string, channel: string): CommitRequest => request(user, { do: 'channel.leave', channel })

export const post = (user: string, channel: string, clientId: string, text = clientId): CommitRequest =>
  request(user, { do: 'message.post', channel, clientId, text })

/** The outcome of a command that must have succeeded. */
export const ok = async (outcome: Promise<Outcome>): Promise<Record<string, unknown>> => {
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
