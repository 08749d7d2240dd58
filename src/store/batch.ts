import type { Grant, Write } from '#domain/decision.ts'
import type { FactKey, Look } from '#domain/facts.ts'
import type { Frame } from '#domain/frame.ts'
import type { StreamTables, Tables } from '#domain/records.ts'
import { kindOf } from '#protocol/streams.ts'
import type { Memory } from './memory.ts'
import { emptyStream } from './migrate.ts'
import { type Fields, type Program, put, type Value } from './program.ts'
import type { CommitRequest, Outcome } from './store.ts'
import { StreamChange } from './stream-change.ts'
import { type ChangeRecord, type TableName, tables } from './tables.ts'
import { keyIn, World } from './world.ts'

export type BatchResult = { outcomes: readonly Outcome[]; frames: readonly Frame[] }

/**
 * One transaction for many commands (COMMIT-1, COMMIT-2): locks all their streams in sorted order, then looks up all
 * their facts, then decides one after another, each seeing what earlier ones decided, then writes everything.
 */
export function* commitBatch(
  requests: readonly CommitRequest[],
  now: number,
  memory: Memory | null,
): Program<BatchResult> {
  const batch = new Batch(now, memory)
  yield* batch.lock(requests)
  yield* batch.load(requests)
  const outcomes = requests.map(request => batch.decide(request))
  yield* batch.write()
  return { outcomes, frames: batch.frames() }
}

class Batch {
  #world: World
  #streams = new Map<string, StreamChange>()
  #rows = new Map<TableName, Map<string, Fields>>()
  #changes: ChangeRecord[] = []
  #now: number

  constructor(now: number, memory: Memory | null) {
    this.#now = now
    this.#world = new World(memory)
  }

  *lock(requests: readonly CommitRequest[]): Program<void> {
    const wanted = new Set<string>()
    for (const { scope } of requests) for (const id of scope.streams) wanted.add(id)
    const sorted = [...wanted].sort()
    const unknown = sorted.filter(id => this.#world.expect(['stream', id])).map(id => [id])
    yield* this.#look('stream', unknown, true)
    for (const id of sorted) {
      const record = this.#world.facts.get('stream', id)
      const change = new StreamChange(record ?? emptyStream(id))
      this.#streams.set(id, change)
      if (record) this.#world.found('stream', change.record)
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
  }

  *#look(look: Look, keys: readonly (readonly Value[])[], lock: boolean): Program<void> {
    if (keys.length === 0) return
    const found = yield { kind: 'look', look, keys, lock }
    for (const record of found) this.#world.found(look, record as Tables[keyof Tables])
  }

  decide(request: CommitRequest): Outcome {
    const earlier = request.once && this.#world.facts.get('command', request.actor, request.once.clientId)
    if (earlier) return earlier.digest === request.once?.digest ? repeated(earlier.outcome) : reused
    const verdict = request.decide(this.#world.facts, this.#now)
    if ('refused' in verdict) return verdict
    if (!request.ends && verdict.ends?.length) throw new Error(`${request.command} ends access without saying so.`)
    for (const write of verdict.writes) this.#take(request, write)
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
  #keep<T extends keyof Tables>(table: T, record: Tables[T]): { key: string; before: Fields | undefined } {
    const fields: Fields = record
    const key = keyIn(record, tables[table].key)
    const rows = this.#rows.get(table) ?? new Map<string, Fields>()
    if (rows.size === 0) this.#rows.set(table, rows)
    const before = rows.get(key)
    rows.set(key, fields)
    this.#world.write(table, record)
    return { key, before }
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
    const moved = [...this.#streams.values()].filter(change => change.moved).map(change => change.record)
    yield* put('streams', moved)
    for (const [table, rows] of this.#rows) yield* put(table, [...rows.values()])
    yield* put('changes', this.#changes)
    this.#world.remember()
  }

  /** Those of users first, so that who joins hears the frame of the channel that says so. */
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

/**
 * The streams on which a grant is told, all locked by the command: a seat's on both the channel's and the user's, since
 * a node that hears neither's frame of the channel still finds out what it missed of its users.
 */
const toldOf = (grant: Grant, request: CommitRequest): readonly string[] =>
  'stream' in grant ? [grant.user, grant.stream] : [request.actor]

const repeated = (outcome: string): Outcome => ({ ok: JSON.parse(outcome), duplicate: true })

const reused: Outcome = {
  refused: { code: 'client_id_reused', message: 'Another command was sent with this clientId.' },
}
