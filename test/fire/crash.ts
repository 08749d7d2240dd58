import { until } from '../support/wait.ts'
import { check } from './check.ts'
import { names } from './check-beside.ts'
import { FireClient } from './client.ts'
import { type FinalRead, keyOf, type Violation } from './history.ts'
import type { Lane } from './outbox.ts'
import { seeded } from './random.ts'
import { readAll } from './reader.ts'
import { type Recorder, recorder } from './recorder.ts'
import { type Bag, count } from './wire.ts'

/** What is broken in a round, and how it is made whole again. */
export type Fault = { strike: () => Promise<unknown>; heal: () => Promise<unknown> }

export type CrashPlan = {
  seed: number
  rounds: number
  /** Where the server of the nth client is now, from 0. */
  url: (client: number) => string
  /** The fault of the nth round, from 0. */
  fault: (round: number) => Fault
  clients?: number
  channels?: number
  /**
   * A run may take so many rounds until a fault has hit a commit in flight. In those beyond `rounds` the network goes first,
   * and the fault strikes a moment later: what is written in between is never answered.
   */
  atMost?: number
  /** At least so many posts are acknowledged in each round before the fault. */
  posts?: number
}

export type CrashReport = {
  rounds: number
  acknowledged: number
  /** Posts on their first way at the moment of a fault, over all rounds. */
  unanswered: number
  /** Those among them whose commit was there already: the resend was told so. */
  committed: number
  /** Milliseconds after the end of the load in which all came to hold the same; infinite if they did not in five seconds. */
  level: number
  violations: Violation[]
  recorder: Recorder
  finals: FinalRead[]
}

/**
 * Faults strike within so many milliseconds after a post was sent: until about then its commit is written and answered. It is
 * taken from this run: where a commit takes 10 ms, a fault within 2 would never meet one whose answer is still to come.
 */
const aimMs = (scene: Scene): number => {
  const took = lanesOf(scene)
    .map(lane => lane.took)
    .toSorted((a, b) => a - b)
  return Math.max(2, took[Math.floor(took.length / 2)] ?? 0)
}

/**
 * Clients with outboxes post under load in several channels while faults strike at seeded moments; then everything
 * heals, a probe goes through each channel, three fresh readers read everything, and the checker judges.
 * Throws if the clients do not get through again within a minute.
 */
export const crash = async (plan: CrashPlan): Promise<CrashReport> => {
  const scene = await enter(plan)
  const load = startLoad(scene, plan.seed)
  let rounds = 0
  while (rounds < plan.rounds || (committed(scene) === 0 && rounds < (plan.atMost ?? 0))) {
    await strike(scene, plan, rounds++)
  }
  await load.stop()
  const level = await settle(scene)
  const finals = await rest(scene, plan)
  return {
    rounds,
    acknowledged: acknowledged(scene),
    unanswered: scene.struck.size,
    committed: committed(scene),
    level,
    violations: check(scene.recorder.history, finals),
    recorder: scene.recorder,
    finals,
  }
}

type Scene = { clients: FireClient[]; channels: string[]; recorder: Recorder; struck: Set<string> }

const enter = async ({ seed, url, clients = 6, channels = 4 }: CrashPlan): Promise<Scene> => {
  const scene: Scene = { clients: [], channels: [], recorder: recorder(), struck: new Set() }
  for (let number = 1; number <= clients; number++) {
    const random = seeded(seed + number)
    const where = () => url(number - 1)
    const client = new FireClient({ name: `client ${number}`, url: where, recorder: scene.recorder, random })
    await client.start()
    scene.clients.push(client)
    const joined: string[] = []
    for (let channel = 1; channel <= channels; channel++) joined.push(await client.join(`fire-${channel}`))
    scene.channels = joined
  }
  return scene
}

const startLoad = ({ clients, channels }: Scene, seed: number): { stop: () => Promise<void> } => {
  const load = { going: true, over: false, failure: null as unknown }
  const talks = clients.flatMap((client, number) =>
    channels.map((channel, index) => talk(client, channel, seeded(seed + 100 * number + index), () => load.going)),
  )
  void Promise.all(talks)
    .catch(failure => Object.assign(load, { failure }))
    .finally(() => Object.assign(load, { over: true }))
  const stop = async (): Promise<void> => {
    load.going = false
    await until(() => load.over, { timeout: 60_000, what: 'the acknowledgement of every post' })
    if (load.failure !== null) throw load.failure
  }
  return { stop }
}

const talk = async (client: FireClient, channel: string, random: () => number, going: () => boolean) => {
  while (going()) {
    const outcome = await client.post(channel, random() < 0.1 ? naming(client, channel, random) : words(random))
    if ('refused' in outcome) throw new Error(`${client.name} was refused: ${outcome.refused}`)
    if (random() < 0.05) await client.read(channel)
    if (random() < 0.05) await client.mark(channel)
    if (random() < 0.08) await changeOne(client, channel, random)
    if (random() < 0.1) await reactToOne(client, channel, random)
    if (random() < 0.01) await client.forget(channel)
    await Bun.sleep(random() * 40)
  }
}

/** Most changes are edits, of something that one has said lately or long ago. */
const changeOne = async (client: FireClient, channel: string, random: () => number): Promise<void> => {
  const own = client.view(channel).filter(({ author, text }) => author === client.author && text !== '')
  const message = own[Math.floor(random() * own.length)]
  if (message !== undefined) await client.change(channel, message.seq, random() < 0.3 ? null : words(random))
}

/** To something of anybody's, an emoji that others put there as well. */
const reactToOne = async (client: FireClient, channel: string, random: () => number): Promise<void> => {
  const lately = client.view(channel).slice(-20)
  const message = lately[Math.floor(random() * lately.length)]
  const name = random() < 0.5 ? 'tada' : '+1'
  if (message !== undefined) await client.react(channel, message.seq, name, random() < 0.7)
}

/** Words that name whoever wrote something lately. */
const naming = (client: FireClient, channel: string, random: () => number): string => {
  const authors = client.view(channel).slice(-20)
  const author = authors[Math.floor(random() * authors.length)]?.author
  return author === undefined ? words(random) : `<@${author}> ${words(random)}`
}

/** Mostly a line, now and then a long text: commits of different sizes. */
const words = (random: () => number): string =>
  `${random().toString(36)} `.repeat(random() < 0.05 ? 1 + Math.floor(random() * 1_000) : 1).trim()

/** One round: a client is cut off, then the fault strikes, every fifth time while clients are still coming back. */
const strike = async (scene: Scene, plan: CrashPlan, round: number): Promise<void> => {
  const random = seeded(plan.seed + 1_000_000 * (round + 1))
  const enough = acknowledged(scene) + (plan.posts ?? 50) + Math.floor(random() * 80)
  const soon = round % 5 === 4
  scene.clients[Math.floor(random() * scene.clients.length)]?.cut()
  if (!soon)
    await until(() => acknowledged(scene) >= enough, { timeout: 60_000, what: 'acknowledgements after a fault' })
  await Bun.sleep(random() * (soon ? 100 : 15))
  await takeAim(scene, random() * aimMs(scene))
  for (const clientId of inFlight(scene)) scene.struck.add(clientId)
  if (round >= plan.rounds) {
    for (const client of scene.clients) client.cut()
    await Bun.sleep(aimMs(scene))
  }
  const fault = plan.fault(round)
  await fault.strike()
  await fault.heal()
}

/** Waits until a post is on its first way, and then so many milliseconds more; timers are too coarse for that. */
const takeAim = async (scene: Scene, ms: number): Promise<void> => {
  const next = () => new Promise<void>(resolve => setImmediate(resolve))
  const deadline = performance.now() + 60_000
  while (inFlight(scene).length === 0 && performance.now() < deadline) await next()
  const end = performance.now() + ms
  while (performance.now() < end) await next()
}

const inFlight = (scene: Scene): string[] =>
  lanesOf(scene).flatMap(({ firstAttempt }) => (firstAttempt === null ? [] : [firstAttempt]))

const acknowledged = (scene: Scene): number => lanesOf(scene).reduce((sum, lane) => sum + lane.acknowledged, 0)

/** Commits whose answer a fault swallowed: the resend was told that it is a duplicate. */
const committed = (scene: Scene): number =>
  lanesOf(scene).reduce((sum, { duplicates }) => [...duplicates].filter(id => scene.struck.has(id)).length + sum, 0)

const lanesOf = ({ clients }: Scene): Lane[] => clients.flatMap(client => client.outbox)

/** Waits for quiet: everybody is connected and holds as much as the others; whether that came is for the checker. */
const settle = async ({ clients, channels }: Scene): Promise<number> => {
  await until(() => clients.every(client => client.open), { timeout: 60_000, what: 'every client to connect again' })
  const level = (channel: string): boolean =>
    new Set(clients.map(client => client.view(channel).at(-1)?.seq)).size === 1
  const started = performance.now()
  return (await patiently(() => channels.every(level), 5_000)) ? performance.now() - started : Infinity
}

const rest = async (scene: Scene, plan: CrashPlan): Promise<FinalRead[]> => {
  await Promise.all(scene.channels.map(channel => probe(scene, channel)))
  for (const client of scene.clients) client.show(true)
  const finals: FinalRead[] = []
  for (const name of ['reader 1', 'reader 2', 'reader 3']) {
    const options = { name, url: () => plan.url(finals.length), recorder: scene.recorder, random: seeded(plan.seed) }
    finals.push(...(await readAll(options, scene.channels)))
  }
  await Promise.all(scene.clients.map(client => tellOwn(scene, client, finals)))
  for (const client of scene.clients) client.stop()
  return finals
}

/** Records what somebody's own stream says, once followers have had the time to write who is named. */
const tellOwn = async ({ recorder, channels }: Scene, client: FireClient, finals: FinalRead[]): Promise<void> => {
  const named = finals
    .filter(({ reader }) => reader === 'reader 1')
    .flatMap(({ channel, messages }) =>
      messages.flatMap(message => (names(message, client.author) ? `${channel} ${message.seq}` : [])),
    )
  let rows = await client.ownRows()
  await patiently(async () => {
    rows = await client.ownRows()
    const told = rows?.mentions.map(({ channel, seq }) => `${channel} ${seq}`)
    return JSON.stringify(told?.toSorted()) === JSON.stringify(named.toSorted())
  }, 10_000)
  if (rows === null) throw new Error(`${client.name} is not told of its own stream`)
  const { marks, mentions } = rows
  for (const channel of channels)
    recorder.record({
      ...{ kind: 'own', t: recorder.now(), client: client.name, author: client.author, channel },
      marks: marksIn(marks, channel),
      mentions: mentions.flatMap(row => (row.channel === channel ? count(row.seq) : [])),
    })
}

const marksIn = (marks: readonly Bag[], channel: string): { seq: number; name: string }[] =>
  marks
    .filter(row => row.channel === channel)
    .flatMap(({ seq, names: own }) => (own as string[]).map(name => ({ seq: count(seq), name })))

const probe = async ({ clients, recorder: { now, record } }: Scene, channel: string): Promise<void> => {
  const outcome = await clients[0]?.post(channel, 'probe')
  if (outcome === undefined || 'refused' in outcome) throw new Error(`the probe was refused in ${channel}`)
  const t = now()
  const found = (client: FireClient) => client.view(channel).findLast(({ seq }) => seq === outcome.seq)
  await patiently(() => clients.every(found), 10_500)
  const message = clients.map(found).find(held => held !== undefined)
  const key = message === undefined ? `probe ${outcome.seq}` : keyOf(message)
  record({ kind: 'probe', t, channel, key, members: clients.map(client => client.name) })
}

/** Waits, but leaves it to the checker to say what it means if the time is over. */
const patiently = (holds: () => boolean | Promise<boolean>, timeout: number): Promise<boolean> =>
  until(holds, { timeout }).catch(() => false)
