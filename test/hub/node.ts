import { expect } from 'bun:test'
import { type App, createApp } from '#app/app.ts'
import type { Clock } from '#app/clock.ts'
import { createLog } from '#app/log.ts'
import type { Bus } from '#bus/bus.ts'
import { Hub } from '#edge/hub.ts'
import { Session } from '#edge/session.ts'
import { createShares } from '#edge/shares.ts'
import type { Command } from '#protocol/commands.ts'
import type { Row } from '#protocol/rows.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Store } from '#store/store.ts'
import { id, openTestStore } from '../support/commands.ts'
import { until } from '../support/wait.ts'
import { badBus } from './bad-bus.ts'
import { FakeSocket, FakeSockets } from './fake-sockets.ts'
import { Replica } from './replica.ts'

export type Person = { user: string; session: string }

/** A real app over a real store in memory, reached over the bus that is to be tried. */
export const openWorld = async (bus: Bus) => {
  const store = await openTestStore(openSqlite(':memory:'))
  let ids = 0
  const newId = (letter: string) => id(letter, ++ids)
  const app = await createApp({ store, bus, monotonic: () => 0, limited: false, newId })
  return { store, app, ...doorsOf(app) }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** What people do through the app; what is refused throws. */
export const doorsOf = (app: App) => {
  const enter = async (name: string): Promise<Person> => {
    const entered = await app.accounts.enter(name, 'test')
    if ('refused' in entered) throw new Error(entered.refused.message)
    return { user: entered.account.user, session: entered.account.session }
  }
  const run = async (person: Person, command: Command): Promise<Record<string, unknown>> => {
    const outcome = await app.run(person, command)
    if ('refused' in outcome) throw new Error(outcome.refused.message)
    return outcome.ok
  }
  return { enter, run }
}

/** Time stands still, and every pause is over at once. */
const impatient: Clock = {
  now: () => 0,
  after: (_, run) => {
    const timer = setImmediate(run)
    return () => clearImmediate(timer)
  },
}

/** A real hub with pretended sockets, on an app or what stands for it. */
export class Node {
  readonly sockets = new FakeSockets()
  readonly hub: Hub
  readonly sessions = new Set<Session>()
  readonly #app: App

  constructor(app: App, clock = impatient) {
    this.#app = app
    this.hub = new Hub(
      app,
      this.sockets,
      createLog('off', () => {}),
      clock,
    )
  }

  /** Somebody's new socket, with a client that keeps its rows; resolves when it was greeted. */
  async connect(person: Person): Promise<Client> {
    const socket = new FakeSocket(this.sockets)
    const log = createLog('off', () => {})
    const monotonic = () => 0
    const shares = createShares(monotonic, run => setImmediate(run))
    const context = { app: this.#app, hub: this.hub, log, build: 'test', monotonic, limited: false, ...shares }
    const session = new Session(context, person, socket, 0)
    this.sessions.add(session)
    const replica = new Replica(person.user, text => session.message(text))
    const client = { person, socket, session, replica, deaf: false }
    socket.hear = text => {
      if (!client.deaf) replica.hear(text)
    }
    await session.greet()
    return client
  }
}

/** While `deaf` it misses what it is sent. */
export type Client = { person: Person; socket: FakeSocket; session: Session; replica: Replica; deaf: boolean }

/** Everything that a stream holds, by key, read afresh. */
export const fresh = async (store: Store, stream: string): Promise<Row[]> => {
  const rows: Row[] = []
  for (let since = 0, more = true; more; ) {
    const changed = await store.changed(stream, since)
    rows.push(...changed.rows)
    since = changed.rev
    more = changed.more
  }
  return rows
}

/** Lets everything that was started come to its end. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** The messages of a stream that a client holds, in the order in which it met them. */
export const texts = ({ replica }: Client, stream: string): string[] =>
  [...(replica.rows.get(stream)?.values() ?? [])].flatMap(row => (row.row === 'message' ? [row.text] : []))

/** Ada and Bob, both seated in `team`, and a node over a bus that is good unless told otherwise. */
export const start = async () => {
  const messenger = badBus(() => 1, 0)
  const world = await openWorld(messenger.bus)
  const node = new Node(world.app)
  const [ada, bob] = [await world.enter('Ada'), await world.enter('Bob')]
  const team = String((await world.run(ada, { do: 'channel.create', name: 'team' })).channel)
  await world.run(bob, { do: 'channel.join', channel: team })
  return { messenger, world, node, ada, bob, team }
}

let clientIds = 0
export const say = ({ run }: World, person: Person, channel: string, text: string) =>
  run(person, { do: 'message.post', channel, clientId: `c${++clientIds}`, text })

/** What a client holds of every stream that is its own to hear is what the store has, and it hears no other. */
export const expectWhole = async (store: Store, { person: { user }, socket, replica }: Client): Promise<void> => {
  await until(() => replica.settled, { what: 'the answers' })
  const seats = (await store.places(user)).map(({ channel }) => channel)
  const topics = [store.identity.workspace, 'people', 'directory', ...seats].sort()
  expect(socket.subscriptions.filter(topic => !topic.startsWith('~')).sort()).toEqual(topics)
  for (const stream of [user, ...topics]) {
    const held = [...(replica.rows.get(stream)?.values() ?? [])].sort((a, b) => a.rev - b.rev)
    expect({ stream, rows: held }).toEqual({ stream, rows: await fresh(store, stream) })
  }
}
