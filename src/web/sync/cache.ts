import * as v from 'valibot'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { MessageRow, Row } from '#protocol/rows.ts'
import { isChannel, kindOf } from '#protocol/streams.ts'
import type { Environment, StoredValue } from './api.ts'
import { isBeside } from './beside.ts'
import { CachedMark, CachedStream } from './cached-stream.ts'
import { newestOf } from './coverage.ts'
import { pageOf } from './held-messages.ts'
import type { Replica } from './replica.ts'

const MESSAGES_PER_CHANNEL = 300
const CHANNELS = 50
const PEOPLE = 2_000
/** Writes are collected this long. What is not written yet is only fetched again. */
const FLUSH_MS = 2_000

/**
 * The local copy of the replica. It is disposable: what is missing, corrupt, of another person or another epoch is
 * dropped and fetched again, and storage that fails costs nothing but the next warm start.
 */
export class Cache {
  readonly #environment: Environment
  readonly #replica: Replica
  readonly #dirty = new Set<string>()
  readonly #marks = new Map<string, CachedMark>()
  #stopTimer: (() => void) | null = null
  #writing: Promise<void> = Promise.resolve()
  #loading: Promise<void> = Promise.resolve()
  /** Whether `#marks` names everything that is cached of this user. */
  #isLoaded = false

  constructor(environment: Environment, replica: Replica) {
    this.#environment = environment
    this.#replica = replica
  }

  /**
   * Fills the replica with what is cached of this user, never over what the network brought; channels when opened. Of
   * somebody whom this browser did not remember nothing is cached: whatever there is goes, and is not waited for.
   */
  load(user: string, isRemembered: boolean): void {
    this.#isLoaded = !isRemembered
    if (isRemembered) this.#loading = this.#load(user)
    else void this.forget()
  }

  /** Fills one conversation, if it is cached and nothing of it is held. */
  async loadChannel(id: string): Promise<void> {
    if (this.#isLoaded && !this.#marks.has(id)) return
    // Read at once, beside what everything else needs: the first conversation is what is waited for.
    const value = this.#read(id)
    await this.#loading
    await this.#loadStream(id, value)
  }

  /** The stream is written soon. */
  touch(stream: string): void {
    if (isChannel(stream) && this.#replica.at(stream).held === null) return
    this.#dirty.add(stream)
    this.#stopTimer ??= this.#environment.setTimer(() => this.flush(), FLUSH_MS)
  }

  /** Conversations that are cached and not held, and of which more is known to have happened than the copy knows. */
  async behind(): Promise<CachedMark[]> {
    await this.#loading
    const { revs } = this.#replica
    const cached = [...this.#marks.values()].filter(({ key }) => isChannel(key) && this.#replica.at(key).held === null)
    return cached.filter(({ key, rev }) => revs.get(key) !== rev)
  }

  /** What was deleted up to this rev is gone from the copy. */
  lookedThrough(stream: string, rev: number): void {
    const mark = this.#marks.get(stream)
    if (mark === undefined) return
    this.#marks.set(stream, { ...mark, rev })
    this.#write([{ table: 'streams', value: { ...mark, rev } }], [])
  }

  /** Deletes the copy of a stream: it cannot be continued. */
  drop(stream: string): void {
    this.#marks.delete(stream)
    this.#write(
      [],
      [
        { table: 'rows', key: stream },
        { table: 'streams', key: stream },
      ],
    )
  }

  /** [EDIT] A message is deleted in a conversation that is not held: its text goes from the copy as well. */
  scrub(stream: string, tombstone: MessageRow): void {
    if (this.#isLoaded && !this.#marks.has(stream)) return
    this.#writing = this.#writing.then(() => this.#scrub(stream, tombstone)).catch(() => {})
  }

  async #scrub(stream: string, tombstone: MessageRow): Promise<void> {
    const { storage } = this.#environment
    const copy = v.safeParse(CachedStream, await storage.read('rows', stream))
    if (!copy.success) return
    const isOf = (row: Row) => 'seq' in row && row.seq === tombstone.seq
    const told = copy.output.rows.find(row => isOf(row) && row.row === 'message')
    if (told === undefined) return
    // The copy stays as of its rev: what else it misses comes with the next opening.
    const rows = copy.output.rows.flatMap(row => (row === told ? tombstone : isOf(row) ? [] : row))
    await storage.write([{ table: 'rows', value: { ...copy.output, rows } }], [])
  }

  /** Writes what is waiting, one write after another. */
  flush(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    const copies = [...this.#dirty].flatMap(stream => this.#copy(stream) ?? [])
    this.#dirty.clear()
    if (copies.length === 0) return
    const puts = copies.flatMap(copy => [
      { table: 'rows', value: copy },
      { table: 'streams', value: this.#mark(copy) },
    ])
    const deletes = this.#tooOld().flatMap(key => [
      { table: 'rows', key },
      { table: 'streams', key },
    ])
    this.#write(puts, deletes)
  }

  /** Forgets what waits to be written, and leaves the storage alone: it may be another person's by now. */
  letGo(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#dirty.clear()
    this.#marks.clear()
  }

  /** Deletes everything that is cached. Unsent messages stay: they are the outbox's. */
  async forget(): Promise<void> {
    this.letGo()
    // After what is being written: a copy that came later would stay.
    this.#writing = this.#writing.then(() => this.#environment.storage.clear(['rows', 'streams']).catch(() => {}))
    await this.#writing
  }

  async #load(user: string): Promise<void> {
    const marks = await this.#readMarks()
    if (marks === null || marks.some(mark => mark.user !== user || mark.epoch !== marks[0]?.epoch)) return this.forget()
    for (const mark of marks) this.#marks.set(mark.key, mark)
    const base = marks.map(mark => mark.key).filter(key => !isChannel(key))
    this.#isLoaded = true
    await Promise.all(base.map(stream => this.#loadStream(stream)))
  }

  async #readMarks(): Promise<CachedMark[] | null> {
    const values = await this.#environment.storage.readAll('streams').catch(() => [])
    const marks = v.safeParse(v.array(CachedMark), values)
    return marks.success ? marks.output : null
  }

  async #loadStream(stream: string, value = this.#read(stream)): Promise<void> {
    const parsed = v.safeParse(CachedStream, await value)
    const mark = this.#marks.get(stream)
    if (mark === undefined) return
    if (parsed.success && parsed.output.user === mark.user && isWhole(parsed.output)) this.#take(parsed.output)
    else this.#marks.delete(stream)
  }

  #read(stream: string): Promise<StoredValue | null> {
    return this.#environment.storage.read('rows', stream).catch(() => null)
  }

  #take(cached: CachedStream): void {
    const replica = this.#replica
    replica.epoch ??= cached.epoch
    const isConversation = isChannel(cached.key)
    const isHeld = isConversation ? replica.at(cached.key).held !== null : replica.revs.has(cached.key)
    if (isHeld || replica.epoch !== cached.epoch || replica.me !== cached.user) return
    replica.change(() => {
      if (isConversation) this.#takePage(cached)
      replica.take(cached.key, cached.rows, cached.rev)
      for (const facts of cached.facts) replica.touch(facts.channel).putFacts(facts)
    })
    this.#dirty.delete(cached.key)
  }

  #takePage(cached: CachedStream): void {
    const channel = this.#replica.touch(cached.key)
    const load = channel.startLoad()
    const { from, to, older: more } = cached
    channel.takePage(load, pageOf({ rows: messagesIn(cached.rows), beside: besideIn(cached.rows), from, to, more }))
    channel.setBehind(true)
    if (cached.own < (this.#replica.revs.get(cached.user) ?? Number.POSITIVE_INFINITY)) channel.marksFrom = cached.own
    channel.endLoad(load)
  }

  #copy(stream: string): CachedStream | null {
    const { epoch, me, revs } = this.#replica
    const rev = revs.get(stream)
    if (epoch === null || me === null || rev === undefined) return null
    const nothing = { rows: [] as Row[], older: false, from: 1, to: 0, own: 0, facts: [] as PlaceFacts[] }
    const copy = { key: stream, user: me, epoch, rev, ...nothing }
    switch (kindOf(stream)) {
      case 'channel':
        return this.#copyChannel(copy)
      case 'user':
        return { ...copy, rows: this.#own(), facts: this.#facts() }
      case 'directory':
        return { ...copy, rows: [...this.#replica.listings.values()] }
      case 'people':
        return { ...copy, rows: this.#replica.people.rows().slice(-PEOPLE) }
      case 'workspace': {
        const row = this.#replica.workspace.peek()
        const workspace = row === null ? [] : [row]
        return {
          ...copy,
          rows: [...this.#replica.policies.peek().values(), ...this.#replica.teams.rows('workspace'), ...workspace],
        }
      }
      case null:
        return null
    }
  }

  #copyChannel(copy: CachedStream): CachedStream | null {
    const { held, marksFrom } = this.#replica.at(copy.key)
    if (held === null) return null
    const messages = held.newest(MESSAGES_PER_CHANNEL)
    const [first, to] = newestOf(held.coverage) ?? [1, 0]
    const isCut = messages.length === MESSAGES_PER_CHANNEL && (messages[0]?.seq ?? 0) > first
    const from = isCut ? (messages[0]?.seq ?? first) : first
    const rows = [...messages, ...held.besideFrom(from)]
    const own = marksFrom ?? this.#replica.revs.get(copy.user) ?? 0
    return { ...copy, rows, older: isCut || held.mayHaveOlder, from, to, own }
  }

  #own(): Row[] {
    const { choices, sectionRows, teams } = this.#replica
    const places = [...this.#replica.all()].flatMap(channel => channel.place ?? [])
    return [...places, ...choices.rows(), ...sectionRows.rows(), ...teams.rows('user')]
  }

  #facts(): PlaceFacts[] {
    return [...this.#replica.all()].flatMap(channel => (channel.joined ? (channel.facts ?? []) : []))
  }

  #mark({ key, user, epoch, rev }: CachedStream): CachedMark {
    const mark = { key, user, epoch, rev, at: this.#environment.now() }
    this.#marks.set(key, mark)
    return mark
  }

  #tooOld(): string[] {
    const channels = [...this.#marks.values()].filter(mark => isChannel(mark.key)).sort((a, b) => b.at - a.at)
    const old = channels.slice(CHANNELS).map(mark => mark.key)
    for (const key of old) this.#marks.delete(key)
    return old
  }

  #write(...[puts, deletes]: Parameters<Environment['storage']['write']>): void {
    this.#writing = this.#writing.then(() => this.#environment.storage.write(puts, deletes).catch(() => {}))
  }
}

/** One whose messages do not lie within what it says to cover is broken. */
const isWhole = ({ rows, from, to }: CachedStream): boolean => {
  const seqs = messagesIn(rows).map(({ seq }) => seq)
  return seqs.every((seq, index) => from <= seq && seq <= to && (index === 0 || seq > (seqs[index - 1] ?? 0)))
}

const messagesIn = (rows: readonly Row[]) => rows.flatMap(row => (row.row === 'message' ? row : []))

const besideIn = (rows: readonly Row[]) => rows.filter(isBeside)
