import { type App, createApp } from '#app/app.ts'
import { FOLLOWERS_TICK_MS } from '#app/followers/followers.ts'
import { createLog } from '#app/log.ts'
import type { Bus, Hint } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import { startHeartbeat } from '#edge/heartbeat.ts'
import { Hub } from '#edge/hub.ts'
import { type Opening, Session } from '#edge/session.ts'
import { createShares } from '#edge/shares.ts'
import type { Fanout, Socket } from '#edge/socket.ts'
import type { Engine } from '#store/engine.ts'
import { openStore } from '#store/open.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Scheduler } from '../support/scheduler.ts'
import type { Wire } from './wire.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWX'

/**
 * The server's real store, app, hub and sessions over a simulated network. Its database outlives its lives; what was
 * under way in one life never reaches the next.
 */
export class SimulatedServer {
  app: App | null = null
  /** Probability that a hint is lost between the commit and the hub, or comes twice. */
  hintLoss = 0
  readonly #scheduler: Scheduler
  readonly #random: () => number
  readonly #engine: Engine = openSqlite(':memory:')
  #life: { wires: Set<Wire>; enter(actor: Opening, wire: Wire): void; end(): void } | null = null

  constructor(scheduler: Scheduler, random: () => number) {
    this.#scheduler = scheduler
    this.#random = random
  }

  async start(): Promise<void> {
    let alive = true
    const scheduler = this.#scheduler
    const whileAlive = (run: () => void) => () => alive && run()
    const fresh = { epoch: this.#id('E'), workspace: this.#id('T'), general: this.#id('C'), bot: this.#id('U') }
    const store = await openStore(this.#engine, {
      fresh,
      clock: () => Math.floor(scheduler.now),
      ofName: { words: nameWords, keys: nameKeys },
      schedule: run => void scheduler.after(0, whileAlive(run)),
    })
    const app = await createAppIn(scheduler, {
      store,
      bus: this.#lossyBus(),
      monotonic: () => scheduler.now,
      after: (ms, run) => scheduler.after(ms, whileAlive(run)),
      limited: true,
      newId: letter => this.#id(letter),
    })
    const log = createLog('off', () => {})
    const topics = new Topics()
    const hub = new Hub(app, topics, log, {
      now: () => scheduler.now,
      after: (ms, run) => scheduler.after(ms, whileAlive(run)),
    })
    const sessions = new Set<Session>()
    const monotonic = () => scheduler.now
    const shares = createShares(monotonic, run => void scheduler.after(0, whileAlive(run)))
    const context = { app, hub, log, build: 'simulated', monotonic, limited: true, ...shares }
    const stopHeartbeat = startHeartbeat(hub, sessions, app.lossy, (run, ms) => scheduler.every(ms, run))
    const stopFollowers = scheduler.every(
      FOLLOWERS_TICK_MS,
      whileAlive(() => void app.followers.tick()),
    )
    void app.followers.begin()
    const wires = new Set<Wire>()
    let slots = 0
    const enter = (actor: Opening, wire: Wire) => {
      const session = new Session(context, actor, topics.socketOf(wire), slots++)
      sessions.add(session)
      wires.add(wire)
      wire.server = {
        message: text => alive && session.message(text),
        close: () => {
          topics.remove(wire)
          wires.delete(wire)
          sessions.delete(session)
          session.closed()
        },
      }
      void session.greet()
    }
    const end = () => {
      alive = false
      stopHeartbeat()
      stopFollowers()
    }
    this.#life = { wires, enter, end }
    this.app = app
  }

  /** The process dies: nothing more leaves it, and all its lines break. */
  kill(code = 1006): void {
    const life = this.#life
    this.#life = null
    this.app = null
    life?.end()
    for (const wire of life?.wires ?? []) wire.cut(code)
  }

  enter(actor: Opening, wire: Wire): void {
    this.#life?.enter(actor, wire)
  }

  async close(): Promise<void> {
    this.kill()
    await this.#engine.close()
  }

  #lossyBus(): Bus {
    const bus = localBus()
    const heard = (hints: readonly Hint[]) =>
      hints.flatMap(hint => {
        const chance = this.#random()
        if (chance < this.hintLoss) return []
        return chance > 1 - this.hintLoss ? [hint, hint] : [hint]
      })
    return { ...bus, lossy: true, publish: hints => bus.publish(heard(hints)) }
  }

  #id(letter: string): string {
    return letter + Array.from({ length: 11 }, () => ALPHABET[Math.floor(this.#random() * 32)]).join('')
  }
}

/** Founding the workspace waits for a commit, which waits for the scheduler. */
const createAppIn = async (scheduler: Scheduler, parts: Parameters<typeof createApp>[0]): Promise<App> => {
  const creating = createApp(parts)
  await scheduler.run(1)
  return creating
}

/** Topics as Bun's server has them. */
class Topics implements Fanout {
  readonly #wires = new Map<string, Set<Wire>>()

  publish(topic: string, text: string): void {
    for (const wire of this.#wires.get(topic) ?? []) wire.toClient(text)
  }

  subscribers(topic: string): number {
    return this.#wires.get(topic)?.size ?? 0
  }

  remove(wire: Wire): void {
    for (const wires of this.#wires.values()) wires.delete(wire)
  }

  socketOf(wire: Wire): Socket {
    const topics = this.#wires
    return {
      send: text => wire.toClient(text),
      subscribe: topic => void topics.set(topic, (topics.get(topic) ?? new Set()).add(wire)),
      unsubscribe: topic => void topics.get(topic)?.delete(wire),
      get subscriptions() {
        return [...topics].flatMap(([topic, wires]) => (wires.has(wire) ? [topic] : []))
      },
      getBufferedAmount: () => 0,
      cork: send => send(),
      close: code => wire.cut(code),
      terminate: () => wire.cut(1006),
    }
  }
}
