import type { Bus, Hint, Signal } from '#bus/bus.ts'
import type { Grant } from '#domain/decision.ts'
import type { Frame } from '#domain/frame.ts'
import type { Actor, IntentName, IntentOf } from '#domain/intent.ts'
import { isAtLeast } from '#domain/rank.ts'
import type { Mail } from '#outside/mail/mail.ts'
import type { Passwords } from '#outside/passwords/passwords.ts'
import type { Providers } from '#outside/providers/providers.ts'
import type { CommandName } from '#protocol/commands.ts'
import type { CommitRequest, Identity, Outcome, Store } from '#store/store.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import type { Clock } from './clock.ts'
import { commandEntries, decidedBy } from './commands.ts'
import { Attempts } from './credentials/attempts.ts'
import { type Credentials, createCredentials } from './credentials/credentials.ts'
import type { Ground } from './credentials/doorway.ts'
import { roleOf } from './door-questions.ts'
import type { Failed } from './failure.ts'
import { Fence } from './fence.ts'
import { type FileParts, Files } from './files/files.ts'
import { createFollowers } from './followers/create.ts'
import type { Followers } from './followers/followers.ts'
import { createJobs } from './jobs/create.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Previews } from './jobs/preview.ts'
import { Limits } from './limits.ts'
import { metered } from './metered.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { Presence } from './presence.ts'
import { createQuestions, type Questions } from './questions.ts'
import { recent } from './recent.ts'
import { rateLimited } from './refused.ts'
import { requestFor } from './request.ts'
import { ownPrivate, withChannelId } from './resolve.ts'
import { digestOf, hashToken, newId, newToken } from './secrets.ts'
import { createSignals, type Signals } from './signals.ts'
import { WELCOME, WORKSPACE_NAME } from './welcome.ts'

/** What doors speak about, so that they need to know of nothing below the app. */
export type { Actor, Frame, Grant, Signal }
/** What is heard here of the bus; what nodes say among themselves is not. */
export type Heard = Extract<Hint, { frame: unknown } | { signal: unknown }>

/** The one door: everybody who writes ends in `run`, everybody who reads in `ask`, whoever wants to hear in `listen`. */
export type App = {
  readonly identity: Identity
  /** Nobody has ever been in this workspace: it was founded just now. */
  readonly isNew: boolean
  readonly accounts: Accounts
  readonly credentials: Credentials
  /** Null where a process has no place for the contents of files. */
  readonly files: Files | null
  readonly ask: Questions
  readonly signals: Signals
  readonly presence: Presence
  readonly limits: Limits
  readonly fence: Fence
  /** `followers` and `jobs` are begun by the process that serves, and by no other. */
  readonly followers: Followers
  readonly jobs: Jobs
  /** Whether hints can get lost on their way to `listen`. */
  readonly lossy: boolean
  /** What this process counts. */
  readonly metrics: Metrics
  run<N extends CommandName>(actor: Actor, command: IntentOf<N>): Promise<Outcome<N>>
  /** Hears every commit's frames and every signal, in this process or from other nodes. Returns how to stop. */
  listen(hear: (heard: Heard) => void): () => void
  /** What is wrong with each thing that the app stands on, or null; at most a second old. */
  check(): Promise<{ store: string | null; bus: string | null }>
}

export type Parts = {
  store: Store
  bus: Bus
  /** Milliseconds of a clock that never goes back, for limits. */
  monotonic: () => number
  /** Whether rate limits hold. */
  limited: boolean
  /** Milliseconds since 1970, by default those of the machine: for what is good until a time. */
  clock?: () => number
  /** Hashes passwords; by default nobody has one. */
  passwords?: Passwords
  /** Who else can say who somebody is; by default nobody. */
  providers?: Providers
  /** Sends letters; by default nobody does. */
  mail?: Mail
  /** Timers, by default those of the process. */
  after?: Clock['after']
  /** Where the contents of files are; without it there are none. */
  files?: FileParts
  /** Hears what failed without anybody waiting for it, and is tried again. */
  failed?: Failed
  /** Absent: the server looks nowhere that messages lead to. */
  previews?: Previews
  /** Where to count; by default its own. */
  metrics?: Metrics
  /** Draws ids; a simulation has its own. */
  newId?: typeof newId
}

/** A check writes to the disk, and anybody may ask for it. */
const CHECK_MS = 1000

/** Puts the parts together and founds the workspace if it is new. */
export const createApp = async (parts: Parts): Promise<App> => {
  const { store, bus, monotonic, limited, metrics = createMetrics(), newId: draw = newId } = parts
  const { identity } = store
  const node = newId('N')
  const presence = new Presence(node, bus, monotonic)
  const limits = new Limits(node, bus, monotonic)
  const fence = new Fence(node, store.leases, bus, monotonic)
  const commit = committing(store, draw, fence)
  const run = async <N extends CommandName>({ user }: Actor, command: IntentOf<N>): Promise<Outcome<N>> => {
    const wait = limited ? await waitOf(limits, store, user, command) : 0
    if (wait > 0) return { refused: rateLimited(wait, commandEntries[command.do].rate?.tooMuch) }
    const named = await withChannelId(store, user, command)
    const { clientId, ...said } = named as { clientId?: string }
    return commit<N>(user, named, clientId === undefined ? undefined : { clientId, digest: digestOf(said) })
  }

  store.onCommit(frames => bus.publish(frames.map(frame => ({ frame }))))
  const founded = await commit(identity.bot, { do: 'workspace.found', ...founding(identity) })
  const ask = createQuestions(store)
  const checkStore = recent(() => fault(store.check()), CHECK_MS, monotonic)
  const accounts = createAccounts(store, commit, draw)
  const app = {
    identity,
    isNew: 'ok' in founded && founded.ok.isNew,
    accounts,
    credentials: credentialsOf(parts, { commit, draw, enter: accounts.enter }),
    files: parts.files ? new Files({ ...parts.files, store, ask, draw, commit }) : null,
    ask,
    signals: createSignals(ask, bus, monotonic),
    presence,
    limits,
    fence,
    followers: createFollowers(parts, node, fence),
    jobs: createJobs(parts, node),
    lossy: bus.lossy,
    run,
    listen: listenTo(bus, presence),
    check: async () => {
      const [storeFault, busFault] = await Promise.all([checkStore(), fault(bus.check())])
      return { store: storeFault, bus: busFault }
    },
  }
  return metered(app, metrics)
}

/** Commits an intent of somebody's, whoever they are: by a command of theirs, or by something that the server says to itself. */
const committing =
  (store: Store, draw: typeof newId, fence: Fence) =>
  async <N extends IntentName>(
    actor: string,
    intent: IntentOf<N>,
    once?: CommitRequest['once'],
  ): Promise<Outcome<N>> => {
    const { ends, makes, draws, names, meets } = decidedBy<N>(intent.do)
    const fresh = makes && draw(makes(intent, actor))
    const secret = draws && newToken()
    const name = names?.(intent) ?? null
    const namesakes = name === null ? [] : await ownPrivate(store, actor, name)
    const met = meets ? await metBy(store, actor, meets(intent)) : []
    const hash = secret && hashToken(secret)
    const drawn = { once, fresh, hash, namesakes, met }
    const outcome = await store.commit(requestFor(store.identity, actor, intent, drawn))
    // Also for a duplicate: the node that committed it may have died before the other nodes had acted on it.
    if ('ok' in outcome && ends) await fence.settle()
    return secret && 'ok' in outcome ? { ok: { ...outcome.ok, secret } } : outcome
  }

/** What the ways in stand on; where nothing hashes nobody has a password, and without settings there are no providers. */
const credentialsOf = (parts: Parts, made: Pick<Ground, 'commit' | 'draw' | 'enter'>): Credentials => {
  const {
    store,
    limited,
    monotonic,
    clock = Date.now,
    passwords = none,
    providers = nowhere,
    mail = letterless,
  } = parts
  return createCredentials({
    ...{ ...made, store, limited, clock, passwords, providers, mail },
    attempts: new Attempts(monotonic),
  })
}

const letterless: Mail = { isOn: false, send: () => Promise.reject(new Error('Nobody carries letters here.')) }
const nowhere: Providers = { list: [], begin: async () => null, end: async () => null }
const none: Passwords = { hash: async () => null, verify: async () => null }

/** Seconds until somebody may do this: 0 where it is now, or the limit is none of theirs. */
const waitOf = async <N extends CommandName>(
  limits: Limits,
  store: Store,
  user: string,
  command: IntentOf<N>,
): Promise<number> => {
  const { rate } = commandEntries[command.do as N]
  const wait = limits.take(command.do, user, rate?.cost?.(command) ?? 1)
  if (wait === 0 || rate?.spares !== 'admin') return wait
  return isAtLeast(await roleOf(store, { user, session: '' }), 'admin') ? 0 : wait
}

/** Guests know those with whom they share a channel; all others need not be asked about. */
const metBy = async (store: Store, user: string, others: readonly string[]): Promise<readonly string[]> =>
  (await roleOf(store, { user, session: '' })) === 'guest' ? store.sharing(user, others) : []

const listenTo = (bus: Bus, presence: Presence) => (hear: (heard: Heard) => void) => {
  const stops = [
    bus.listen(hint => ('frame' in hint || 'signal' in hint) && hear(hint)),
    presence.listen((user, online) => hear({ signal: { about: user, now: { presence: { user, online } } } })),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

const founding = ({ workspace: id, general, bot }: Identity) => ({
  id,
  general,
  bot,
  name: WORKSPACE_NAME,
  welcome: WELCOME,
})

const fault = async (checked: Promise<void>): Promise<string | null> => {
  try {
    await checked
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
