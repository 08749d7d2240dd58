import type { MessageName } from '#web/sync/api.ts'
import { seeded } from '../fire/random.ts'
import { Scheduler } from '../support/scheduler.ts'
import { Browser, type Surroundings, type Tab } from './browser.ts'
import { Counters } from './counters.ts'
import { SimulatedServer } from './server.ts'
import { Trace } from './trace.ts'
import { calm, type Weather } from './wire.ts'
import { Witness } from './witness.ts'

const START = 1_800_000_000_000
const storm: Weather = { delay: 150, lose: 0.03, double: 0.03, cutAnswer: 0.04, cut: 0.004 }

/** People at their tabs, a server that dies now and then, and the weather between them; all from one seed. */
export class Simulation implements Surroundings {
  readonly random: () => number
  readonly scheduler = new Scheduler(START)
  readonly trace = new Trace()
  readonly counters = new Counters()
  readonly witness = new Witness()
  readonly server: SimulatedServer
  readonly browsers: Browser[] = []
  /** The id of the channel where everybody is. */
  general = ''
  /** Channels that somebody may have lost: what they say there meanwhile may be refused. */
  readonly taken = new Set<string>()
  #weather = calm
  #said = 0

  constructor(seed: number) {
    this.random = seeded(seed)
    this.server = new SimulatedServer(this.scheduler, this.random)
  }

  weather = (): Weather => this.#weather

  get tabs(): Tab[] {
    return this.browsers.flatMap(browser => browser.tabs)
  }

  async start(people: readonly string[]): Promise<void> {
    await this.server.start()
    this.general = this.server.app?.identity.general ?? ''
    for (const name of people) {
      const browser = new Browser(name, this)
      this.browsers.push(browser)
      const tab = browser.open()
      await this.pass(50)
      void tab.client.join(name)
    }
    await this.until(() => this.tabs.every(isLive), 'everybody is in')
    for (const tab of this.tabs) tab.client.open(this.general)
    await this.pass(1000)
  }

  /** Time passes; after each thing that happens everybody's view is looked at. */
  async pass(ms: number): Promise<void> {
    for (const until = this.scheduler.now + ms; await this.scheduler.step(until); ) this.#look()
  }

  async until(condition: () => boolean, what: string, ms = 300_000): Promise<void> {
    for (const end = this.scheduler.now + ms; !condition(); await this.pass(100)) {
      if (this.scheduler.now > end) throw new Error(`In vain: ${what}`)
    }
  }

  /** Something random every now and then, in bad weather. */
  async storm(seconds: number): Promise<void> {
    this.#weather = storm
    this.server.hintLoss = 0.03
    for (const end = this.scheduler.now + seconds * 1000; this.scheduler.now < end; ) {
      await this.pass(this.random() * 400)
      if (this.random() < 0.06) await this.#misfortune()
      else this.#act(this.#pick(this.tabs))
    }
    this.#weather = calm
    this.server.hintLoss = 0
  }

  post(tab: Tab, channel: string): void {
    const clientId = tab.client.post(channel, `${tab.name} says ${++this.#said}${this.#named()}`)
    this.trace.add(this.scheduler.now, `${tab.name} posts ${clientId}`)
    this.witness.posted(tab, channel, clientId, this.scheduler.now)
    this.witness.look(tab, this.scheduler.now)
  }

  /** Every third post names somebody, each person in turn. */
  #named(): string {
    const me = this.tabs[this.#said % this.tabs.length]?.client.session.peek()
    return this.#said % 3 === 0 && me?.phase === 'signed-in' ? `, <@${me.id}>` : ''
  }

  /** The acknowledgement of a post is lost with its line. */
  loseAnAnswer(tab: Tab): Promise<void> {
    return this.#insist('resends', async () => {
      this.#weather = { ...calm, cutAnswer: 1 }
      this.post(tab, this.general)
      await this.until(() => !isLive(tab), 'the line is cut')
      this.#weather = calm
    })
  }

  /** One change is lost on its way to everybody; the next one shows the hole. */
  loseAChange(tab: Tab): Promise<void> {
    return this.#insist('holes', async () => {
      this.#weather = { ...calm, lose: 1 }
      this.post(tab, this.general)
      await this.pass(500)
      this.#weather = calm
      this.post(tab, this.general)
    })
  }

  /** Somebody is away while more is said than is worth catching up with [SYNC-3]. */
  async missTooMuch(browser: Browser): Promise<void> {
    const before = this.counters.resets
    browser.offline = true
    for (const tab of browser.tabs) cutAll(tab)
    await this.#crowd()
    browser.offline = false
    for (const tab of browser.tabs) tab.wake()
    await this.until(() => this.counters.resets > before, 'a stream starts afresh')
  }

  async kill(): Promise<void> {
    this.trace.add(this.scheduler.now, 'the server dies')
    this.server.kill(this.random() < 0.5 ? 1012 : 1006)
    await this.pass(this.random() * 3000)
    await this.server.start()
  }

  crash(tab: Tab): void {
    this.trace.add(this.scheduler.now, `${tab.name} crashes`)
    const { browser } = tab
    this.witness.dying(tab, browser)
    browser.crash(tab)
    const next = browser.open()
    next.client.open(this.general)
  }

  /** Until it has happened: a line that died silently in the storm may be in between. */
  async #insist(what: 'resends' | 'holes', attempt: () => Promise<void>): Promise<void> {
    const before = this.counters[what]
    for (const end = this.scheduler.now + 300_000; this.counters[what] === before; await this.pass(10_000)) {
      if (this.scheduler.now > end) throw new Error(`In vain: ${what}`)
      await this.until(() => this.tabs.every(isLive), 'everybody is connected')
      await attempt()
    }
  }

  #look(): void {
    for (const tab of this.tabs) this.witness.look(tab, this.scheduler.now)
  }

  #act(tab: Tab): void {
    const channels = tab.client.replica.channels.peek()
    if (channels.length === 0 || tab.client.session.peek().phase !== 'signed-in') return
    const { id, seq } = this.#pick(channels)
    const { client } = tab
    const acts: [number, () => unknown][] = [
      [50, () => this.post(tab, id)],
      [5, () => client.perform({ do: 'channel.create', name: `room ${++this.#said}` })],
      [3, () => client.perform({ do: 'channel.create', name: `secret ${++this.#said}`, private: true })],
      [12, () => this.#move(id)],
      [5, () => client.perform({ do: 'channel.join', channel: id })],
      [4, () => this.#leave(tab, id)],
      [4, () => client.perform({ do: 'profile.rename', name: `${tab.browser.name} ${++this.#said}` })],
      [10, () => this.#edit(tab, id)],
      [5, () => this.#remove(tab, id)],
      [14, () => this.#react(tab, id)],
      [10, () => client.markRead(id, seq)],
      [14, () => client.open(id)],
      [4, () => client.older(id)],
      [4, () => client.typing(id)],
    ]
    this.#weighed(acts)()
  }

  #leave({ client }: Tab, channel: string): void {
    this.taken.add(channel)
    client.perform({ do: 'channel.leave', channel })
  }

  /** Somebody opens a conversation, or does something to a channel or to who is in it, with a program of their own. */
  #move(channel: string): void {
    const [one, other] = [this.#pick(this.tabs), this.#pick(this.tabs)].map(({ client }) => client.session.peek())
    if (one?.phase !== 'signed-in' || other?.phase !== 'signed-in') return
    const commands = [
      { do: 'direct.open', users: [other.id] },
      { do: 'channel.invite', channel, users: [other.id] },
      { do: 'channel.remove', channel, user: other.id },
      { do: 'channel.convert', channel, kind: 'private' },
      { do: 'channel.describe', channel, topic: `about ${++this.#said}` },
    ] as const
    const command = this.#pick(commands)
    if (command.do === 'channel.remove' || command.do === 'channel.convert') this.taken.add(channel)
    const said =
      command.do === 'direct.open' || command.do === 'channel.invite'
        ? { ...command, users: [...command.users] }
        : command
    // The server may die meanwhile.
    this.server.app?.run({ user: one.id, session: '' }, said).catch(() => {})
  }

  #edit(tab: Tab, channel: string): void {
    const message = this.#ownMessage(tab, channel)
    if (message !== null) tab.client.edit(channel, message, `${tab.name} means ${++this.#said}`)
  }

  #remove(tab: Tab, channel: string): void {
    const message = this.#ownMessage(tab, channel)
    if (message === null) return
    const { replica } = tab.client
    const clientId = typeof message === 'number' ? replica.message(channel, message).peek()?.clientId : message.clientId
    this.trace.add(this.scheduler.now, `${tab.name} deletes ${clientId}`)
    this.witness.removed.add(clientId ?? '')
    tab.client.remove(channel, message)
  }

  /** One of the newest own ones, perhaps one that is not sent yet. */
  #ownMessage(tab: Tab, channel: string): MessageName | null {
    const { replica, session } = tab.client
    const me = session.peek()
    const { seqs, pending } = replica.timeline(channel).peek()
    const isOwn = (seq: number) => me.phase === 'signed-in' && replica.message(channel, seq).peek()?.author === me.id
    const own: MessageName[] = [...seqs.slice(-20).filter(isOwn), ...pending.map(({ clientId }) => ({ clientId }))]
    return own.length === 0 ? null : this.#pick(own)
  }

  #react(tab: Tab, channel: string): void {
    const seqs = tab.client.replica.timeline(channel).peek().seqs.slice(-10)
    if (seqs.length === 0) return
    tab.client.react(channel, this.#pick(seqs), this.#pick(['tada', 'heart', '+1']), this.random() < 0.6)
  }

  async #misfortune(): Promise<void> {
    const tab = this.#pick(this.tabs)
    const misfortunes: [number, () => unknown][] = [
      [30, () => cutAll(tab)],
      [10, () => silenceAll(tab)],
      [20, () => this.crash(tab)],
      [15, () => tab.wake()],
      [8, () => openAnother(tab)],
      [12, () => this.kill()],
    ]
    await this.#weighed(misfortunes)()
  }

  /** Many people say a few things each, since each may only say so much at once. */
  async #crowd(): Promise<void> {
    const { app } = this.server
    if (app === null) throw new Error('There is no server to talk to.')
    const { general } = app.identity
    const saying: Promise<unknown>[] = []
    for (let person = 0; person < 70; person++) {
      const entered = await this.#passing(app.accounts.enter(`Person ${++this.#said}`, ''))
      if ('refused' in entered) throw new Error(entered.refused.message)
      const { user, session } = entered.account
      for (let said = 0; said < 30; said++) {
        const clientId = `crowd-${user}-${said}`
        const command = { do: 'message.post', channel: general, clientId, text: `${said}` } as const
        saying.push(app.run({ user, session }, command))
      }
    }
    await this.pass(1000)
    await Promise.all(saying)
  }

  /** Time passes until it is done: somebody who enters waits for one commit after the other. */
  async #passing<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = () => {
      isDone = true
    }
    void work.then(done, done)
    while (!isDone) await this.pass(1)
    return work
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.random() * from.length)]
    if (picked === undefined) throw new Error('There is nothing to pick from.')
    return picked
  }

  #weighed(acts: readonly [number, () => unknown][]): () => unknown {
    let at = this.random() * acts.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, act] of acts) {
      at -= weight
      if (at < 0) return act
    }
    return () => {}
  }
}

export const isLive = (tab: Tab): boolean => tab.client.connection.peek().phase === 'live'

const cutAll = (tab: Tab): void => {
  for (const line of tab.lines) line.cut(1006)
}

const silenceAll = (tab: Tab): void => {
  for (const line of tab.lines) line.silent = true
}

const openAnother = ({ browser }: Tab): void => {
  if (browser.tabs.length < 3) browser.open()
}
