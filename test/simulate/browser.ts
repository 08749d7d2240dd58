import type { Resume } from '#app/hello.ts'
import type { Client, Environment, Storage, StoredValue } from '#web/sync/api.ts'
import { createClient } from '#web/sync/client.ts'
import { FakePage } from '../support/fake-page.ts'
import type { SimulatedServer } from './server.ts'
import { type Around, Wire } from './wire.ts'

/** What all browsers of a simulation share. */
export interface Surroundings extends Around {
  server: SimulatedServer
}

/** One person's browser: what its tabs share, and what outlives them. */
export class Browser {
  readonly name: string
  readonly tables = new Map<string, Map<string, StoredValue>>()
  readonly memory = new Map<string, string>()
  readonly tabs: Tab[] = []
  /** Storage that always fails: a private window, a full disk. */
  brokenStorage = false
  offline = false
  readonly #around: Surroundings
  readonly #locks = new Map<string, { tab: Tab; run: () => Promise<void> }[]>()
  #token: string | null = null
  #tabs = 0

  constructor(name: string, around: Surroundings) {
    this.name = name
    this.#around = around
  }

  /** Another browser of the same person: signed in, with nothing cached. */
  twin(name: string): Browser {
    const twin = new Browser(name, this.#around)
    twin.#token = this.#token
    return twin
  }

  open(): Tab {
    const tab: Tab = new Tab(`${this.name}${++this.#tabs}`, this, this.#around)
    this.tabs.push(tab)
    return tab
  }

  /** The tab is gone without a word, with its timers, its lines and its locks. */
  crash(tab: Tab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    tab.die()
    for (const [name, queue] of this.#locks) {
      const held = queue[0]?.tab === tab
      const left = queue.filter(waiting => waiting.tab !== tab)
      this.#locks.set(name, left)
      if (held) this.#grant(name)
    }
  }

  async signIn(name: string): ReturnType<Environment['signIn']> {
    const away = { refused: { code: 'unavailable' as const, message: 'away' } }
    await this.#pause()
    const entered = await (this.#around.server.app?.accounts.enter(name, 'simulated') ?? null)
    await this.#pause()
    if (entered === null) return away
    if ('refused' in entered) return entered
    this.#token = entered.token
    return { id: entered.account.user, name: entered.account.name }
  }

  async signOut(): Promise<void> {
    const { app } = this.#around.server
    const account = await app?.accounts.of(this.#token ?? '')
    if (!app || !account) throw new Error('away')
    await app.accounts.signOut(account)
    this.#token = null
  }

  async whoAmI(): ReturnType<Environment['whoAmI']> {
    await this.#pause()
    const { app } = this.#around.server
    if (app === null || this.offline) return 'away'
    const account = this.#token === null ? null : await app.accounts.of(this.#token)
    return account === null ? 'signed-out' : { id: account.user, name: account.name }
  }

  /** The upgrade: refused where the server is away or the session has ended, and browsers do not say which. */
  async upgrade(wire: Wire, resume: Resume | null): Promise<void> {
    await this.#pause()
    const { server } = this.#around
    const account = this.offline ? null : await server.app?.accounts.of(this.#token ?? '')
    if (account && wire.isOpen) server.enter({ user: account.user, session: account.session, resume }, wire)
    else wire.cut(1006)
  }

  exclusively(tab: Tab, name: string, work: () => Promise<void>): Promise<void> {
    return new Promise(resolve => {
      const queue = this.#locks.get(name) ?? []
      this.#locks.set(name, queue)
      queue.push({ tab, run: () => work().then(resolve) })
      if (queue.length === 1) this.#grant(name)
    })
  }

  storageOf(tab: Tab): Storage {
    const table = (name: string) => {
      const known = this.tables.get(name) ?? new Map<string, StoredValue>()
      this.tables.set(name, known)
      return known
    }
    const turn = async <T>(work: () => T): Promise<T> => {
      await this.#pause()
      if (this.brokenStorage) throw new Error('no storage')
      return tab.isAlive ? work() : new Promise<T>(() => {})
    }
    return {
      read: (name, key) => turn(() => copyOf(table(name).get(key) ?? null)),
      readAll: name => turn(() => [...table(name).values()].map(copyOf)),
      write: (puts, deletes) =>
        turn(() => {
          for (const { table: name, value } of puts) table(name).set(value.key, copyOf(value))
          for (const { table: name, key } of deletes) table(name).delete(key)
        }),
      clear: tables =>
        turn(() => {
          for (const name of tables ?? [...this.tables.keys()]) table(name).clear()
        }),
    }
  }

  tell(from: Tab, message: unknown): void {
    for (const tab of this.tabs) if (tab !== from) this.#around.scheduler.after(1, () => tab.hear(message))
  }

  #grant(name: string): void {
    const next = this.#locks.get(name)?.[0]
    void next?.run().then(() => {
      const queue = this.#locks.get(name)
      if (queue?.[0] !== next) return
      queue.shift()
      this.#grant(name)
    })
  }

  /** Storage of one browser answers in the order in which it was asked, as transactions do. */
  #pause(): Promise<void> {
    return new Promise(resolve => {
      this.#around.scheduler.after(5, resolve)
    })
  }
}

/** One page with the shipped client in it. */
export class Tab {
  readonly name: string
  readonly browser: Browser
  readonly client: Client
  readonly #around: Surroundings
  readonly #listeners = new Set<(message: unknown) => void>()
  readonly #wakers = new Set<() => void>()
  readonly #lines = new Set<Wire>()
  #alive = true
  #connections = 0
  #ids = 0

  constructor(name: string, browser: Browser, around: Surroundings) {
    this.name = name
    this.browser = browser
    this.#around = around
    this.client = createClient(this.#environment())
  }

  get isAlive(): boolean {
    return this.#alive
  }

  get lines(): ReadonlySet<Wire> {
    return this.#lines
  }

  hear(message: unknown): void {
    if (this.#alive) for (const hear of this.#listeners) hear(message)
  }

  wake(): void {
    for (const wake of this.#wakers) wake()
  }

  /** As a killed process: nothing is told to the client. */
  die(): void {
    this.#alive = false
    for (const line of this.#lines) line.cut(1006)
  }

  #environment(): Environment {
    const { scheduler, random } = this.#around
    const { browser } = this
    return {
      now: () => Math.floor(scheduler.now),
      setTimer: (run, ms) => scheduler.after(ms, () => this.#alive && run()),
      random,
      newClientId: () => `${this.name}-${++this.#ids}`,
      connect: (...of) => this.#connect(...of),
      signIn: name => browser.signIn(name),
      signOut: () => browser.signOut(),
      whoAmI: () => browser.whoAmI(),
      onWake: wake => listen(this.#wakers, wake),
      onHide: () => () => {},
      storage: browser.storageOf(this),
      memory: {
        get: key => browser.memory.get(key) ?? null,
        set: (key, value) => browser.memory.set(key, value) !== undefined,
        remove: key => void browser.memory.delete(key),
      },
      exclusively: (name, work) => browser.exclusively(this, name, work),
      broadcast: { post: message => browser.tell(this, message), listen: hear => listen(this.#listeners, hear) },
      page: new FakePage(),
    }
  }

  #connect(...[{ message, close }, resume]: Parameters<Environment['connect']>): ReturnType<Environment['connect']> {
    const wire = new Wire(`${this.name}#${++this.#connections}`, this.#around)
    this.#lines.add(wire)
    wire.client = {
      message: text => this.#alive && message(text),
      close: code => {
        this.#lines.delete(wire)
        if (this.#alive) close(code)
      },
    }
    void this.browser.upgrade(wire, resume)
    return {
      send: text => wire.toServer(text),
      close: () => {
        this.#lines.delete(wire)
        wire.client = null
        wire.cut(1005)
      },
    }
  }
}

const listen = <T>(listeners: Set<T>, hear: T): (() => void) => {
  listeners.add(hear)
  return () => listeners.delete(hear)
}

const copyOf = <T>(value: T): T => structuredClone(value)
