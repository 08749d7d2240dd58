import type { Drop, Grant, Write } from '#domain/decision.ts'
import type { FactKey, ListKey, Look } from '#domain/facts.ts'
import type { Frame } from '#domain/frame.ts'
import type { StreamTables, Tables } from '#domain/records.ts'
import { kindOf } from '#protocol/streams.ts'
import { listed } from './listed.ts'
import type { AnyRecord, Memory } from './memory.ts'
import { lookUp, type Program, put, query, type Stored, type Value } from './program.ts'
import type { CommitRequest, Outcome } from './store.ts'
import { StreamChange } from './stream-change.ts'
import { type ChangeRecord, isKept, tables } from './tables.ts'
import { keyIn, keyText, World } from './world.ts'

export type BatchResult = { outcomes: readonly Outcome[]; frames: readonly Frame[] }

/**
 * One transaction for many commands (COMMIT-1, COMMIT-2): makes the streams that they may begin, locks all their streams
 * in sorted order, then looks up all their facts, then decides one after another, each seeing what earlier ones decided,
 * then writes everything.
 */
export function* commitBatch(
  requests: readonly CommitRequest[],
  now: number,
  memory: Memory | null,
): Program<BatchResult> {
  const batch = new Batch(now, memory)
  yield* batch.open(requests)
  yield* batch.lock(requests)
  yield* batch.load(requests)
  const outcomes = requests.map(request => batch.decide(request))
  yield* batch.write()
  return { outcomes, frames: batch.frames() }
}

class Batch {
  #world: World
  #streams = new Map<string, StreamChange>()
  #opened = new Set<string>()
  #rows = new Map<keyof Tables, Map<string, AnyRecord>>()
  #drops: Drop[] = []
  #changes: ChangeRecord[] = []
  #now: number

  constructor(now: number, memory: Memory | null) {
    this.#now = now
    this.#world = new World(memory)
  }

  /**
   * A row that is not there cannot be locked on PostgreSQL: two nodes that begin the same stream would overwrite each
   * other. Whoever makes the row second waits here for the first. Before any lock is taken, so that nobody waits in a ring.
   */
  *open(requests: readonly CommitRequest[]): Program<void> {
    for (const { scope } of requests) for (const id of scope.opens ?? []) this.#opened.add(id)
    for (const id of [...this.#opened].sort()) {
      yield* query(
        `insert into streams (id, rev, floor, seq, posts, ts, seats, moved) values ($1, 0, 0, 0, 0, 0, 0, 0)
          on conflict (id) do nothing`,
        id,
      )
    }
  }

  *lock(requests: readonly CommitRequest[]): Program<void> {
    const wanted = new Set<string>()
    for (const { scope } of requests) for (const id of scope.streams) wanted.add(id)
    const sorted = [...wanted].sort()
    const unknown = sorted.filter(id => this.#world.expect(['stream', id]) || this.#opened.has(id)).map(id => [id])
    yield* this.#look('stream', unknown, true)
    for (const id of sorted) {
      const record = this.#world.facts.get('stream', id)
      if (record === null) continue
      const change = new StreamChange(record)
      this.#streams.set(id, change)
      this.#world.found('stream', change.record)
    }
  }

  *load(requests: readonly CommitRequest[]): Program<void> {
    const wanted = new Map<Look, FactKey[]>()
    const want = (fact: FactKey) => {
      if (!this.#world.expect(fact)) return
      const same = wanted.get(fact[0])
      if (same) same.push(fact)
      else wanted.set(fact[0], [fact])
    }
    for (const { actor, once, scope } of requests) {
      for (const fact of scope.facts) want(fact)
      if (once) want(['command', actor, once.clientId])
    }
    for (const [look, facts] of wanted) {
      const keys = facts.map(([, ...key]) => key)
      yield* this.#look(look, keys, false)
    }
    yield* this.#loadLists(requests)
  }

  *#look(look: Look, keys: readonly (readonly Value[])[], lock: boolean): Program<void> {
    for (const record of yield* lookUp(look, keys, lock)) this.#world.found(look, record)
  }

  /**
   * Each command that names a list adds its limit to what is read: earlier ones of the batch may drop as many rows as they
   * see, and the last one must find its share all the same.
   */
  *#loadLists(requests: readonly CommitRequest[]): Program<void> {
    const wanted = new Map<string, ListKey & { read: number }>()
    for (const { scope } of requests) {
      for (const each of scope.lists ?? []) {
        const name = `${each.list} ${keyText(each.key)}`
        const same = wanted.get(name)
        const [limit, read] = [Math.max(each.limit, same?.limit ?? 0), each.limit + (same?.read ?? 0)]
        wanted.set(name, { ...each, limit, read })
      }
    }
    for (const each of wanted.values())
      this.#world.foundList(each, yield* listed(each.list, each.key, each.read), each.limit)
  }

  decide(request: CommitRequest): Outcome {
    const earlier = request.once && this.#world.facts.get('command', request.actor, request.once.clientId)
    if (earlier) return earlier.digest === request.once?.digest ? repeated(earlier.outcome) : reused
    const verdict = request.decide(this.#world.facts, this.#now)
    if ('refused' in verdict) return verdict
    if (!request.ends && verdict.ends?.length) throw new Error(`${request.command} ends access without saying so.`)
    for (const write of verdict.writes) this.#take(request, write)
    for (const drop of verdict.drops ?? []) this.#drop(drop)
    for (const { table, row } of verdict.keeps ?? []) this.#keep(table, row)
    for (const { stream, ...counters } of verdict.counters ?? []) this.#stream(stream).count(counters)
    for (const grant of verdict.begins ?? []) for (const id of toldOf(grant, request)) this.#stream(id).begin(grant)
    for (const grant of verdict.ends ?? []) for (const id of toldOf(grant, request)) this.#stream(id).end(grant)
    if (request.once) this.#remember(request.actor, request.once, verdict.ok)
    return { ok: verdict.ok }
  }

  #take({ actor, command }: CommitRequest, { stream, table, row }: Write): void {
    const change = this.#stream(stream)
    const rev = change.next()
    const record = { ...row, rev } as StreamTables[typeof table]
    const { key, before } = this.#keep(table, record)
    change.changed(table, record, before as StreamTables[typeof table] | undefined)
    this.#changes.push({ stream, rev, kind: table, key, actor, command, at: this.#now })
  }

  /** The last state of a row wins, since a statement may not touch a row twice; `before` is what it replaces. */
  #keep<T extends keyof Tables>(table: T, record: Tables[T]): { key: string; before: AnyRecord | undefined } {
    const key = keyIn(record, tables[table].key)
    const rows = this.#rows.get(table) ?? new Map<string, AnyRecord>()
    if (rows.size === 0) this.#rows.set(table, rows)
    const before = rows.get(key)
    rows.set(key, record)
    this.#world.write(table, record)
    return { key, before }
  }

  /** What was kept earlier in the batch goes, too; what is kept later stays, since drops are written first. */
  #drop(drop: Drop): void {
    if (!isKept(drop.table)) throw new Error(`Rows of ${drop.table} live in a stream, and never vanish.`)
    const columns = tables[drop.table].key.slice(0, drop.key.length)
    const dropped = keyText(drop.key)
    const rows = this.#rows.get(drop.table)
    // Mostly one row is dropped: then nothing is looked through, since a batch may drop hundreds.
    if (columns.length === tables[drop.table].key.length) rows?.delete(dropped)
    else for (const [key, record] of rows ?? []) if (keyIn(record, columns) === dropped) rows?.delete(key)
    this.#world.drop(drop.table, drop.key)
    this.#drops.push(drop)
  }

  #stream(id: string): StreamChange {
    const change = this.#streams.get(id)
    if (change === undefined) throw new Error(`A decision wrote outside its scope: stream ${id}`)
    if (!change.moved) this.#world.found('stream', change.record)
    return change
  }

  #remember(author: string, { clientId, digest }: { clientId: string; digest: string }, ok: object): void {
    this.#keep('commands', { author, clientId, digest, outcome: JSON.stringify(ok), at: this.#now })
  }

  *write(): Program<void> {
    yield* this.#close()
    const moved = [...this.#streams.values()].filter(change => change.moved).map(change => change.record)
    yield* put('streams', moved)
    for (const drop of this.#drops) yield* deleted(drop)
    for (const [table, rows] of this.#rows) yield* put(table, [...rows.values()] as readonly Stored[])
    yield* put('changes', this.#changes)
    this.#world.remember()
  }

  /** A stream that was made for a command which was then refused goes again: a refusal leaves nothing behind. */
  *#close(): Program<void> {
    for (const id of this.#opened) {
      const change = this.#streams.get(id)
      if (change === undefined || change.record.rev > 0) continue
      yield* query('delete from streams where id = $1 and rev = 0', id)
      this.#world.drop('streams', [id])
    }
  }

  /** Users' frames first: they subscribe somebody who joins, and the channel's frame that says so then reaches them. */
  frames(): Frame[] {
    const ofUsers: Frame[] = []
    const others: Frame[] = []
    for (const [stream, change] of this.#streams) {
      const frames = kindOf(stream) === 'user' ? ofUsers : others
      for (const frame of change.frames()) frames.push(frame)
    }
    return [...ofUsers, ...others]
  }
}

function* deleted({ table, key }: Drop): Program<void> {
  const columns = tables[table].key.slice(0, key.length)
  yield* query(
    `delete from ${table} where ${columns.map((column, index) => `"${column}" = $${index + 1}`).join(' and ')}`,
    ...key,
  )
}

/**
 * The streams on which a grant is told, all locked by the command: a seat's on both the channel's and the user's, since
 * a node that hears neither's frame of the channel still finds out what it missed of its users.
 */
const toldOf = (grant: Grant, request: CommitRequest): readonly string[] => {
  if ('stream' in grant) return [grant.user, grant.stream]
  if ('session' in grant) return [grant.of ?? request.actor]
  return ['watchers' in grant ? grant.watchers : grant.everybody]
}

const repeated = (outcome: string): Outcome => ({ ok: JSON.parse(outcome), duplicate: true })

const reused: Outcome = {
  refused: { code: 'client_id_reused', message: 'Another command was sent with this clientId.' },
}
