import type { Grant, Write } from '#domain/decision.ts'
import type { FactKey, Look } from '#domain/facts.ts'
import type { Frame } from '#domain/frame.ts'
import type { StreamRecord, StreamTables, Tables } from '#domain/records.ts'
import { emptyStream } from './migrate.ts'
import { type Fields, type Program, put } from './program.ts'
import type { CommitRequest, Outcome } from './store.ts'
import { StreamChange } from './stream-change.ts'
import { type ChangeRecord, type TableName, tables } from './tables.ts'
import { keyText, World } from './world.ts'

export type BatchResult = { outcomes: readonly Outcome[]; frames: readonly Frame[] }

/**
 * One transaction for many commands (COMMIT-1, COMMIT-2): locks all their streams in sorted order, then looks up all
 * their facts, then decides one after another, each seeing what earlier ones decided, then writes everything.
 */
export function* commitBatch(requests: readonly CommitRequest[], now: number): Program<BatchResult> {
  const batch = new Batch(now)
  yield* batch.lock(requests.flatMap(request => request.scope.streams))
  yield* batch.load(requests.flatMap(factsOf))
  const outcomes = requests.map(request => batch.decide(request))
  yield* batch.write()
  return { outcomes, frames: batch.frames() }
}

const factsOf = ({ actor, once, scope }: CommitRequest): readonly FactKey[] =>
  once === undefined ? scope.facts : [...scope.facts, ['command', actor, once.clientId]]

class Batch {
  #world = new World()
  #streams = new Map<string, StreamChange>()
  #rows = new Map<TableName, Map<string, Fields>>()
  #changes: ChangeRecord[] = []
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  *lock(ids: readonly string[]): Program<void> {
    const sorted = [...new Set(ids)].sort()
    const found = yield { kind: 'look', look: 'stream', keys: sorted.map(id => [id]), lock: true }
    const known = new Map((found as readonly StreamRecord[]).map(record => [record.id, record]))
    for (const id of sorted) {
      const record = known.get(id)
      const change = new StreamChange(record ?? emptyStream(id))
      this.#streams.set(id, change)
      if (record) this.#world.found('stream', change.record)
      else this.#world.expect('stream', [id])
    }
  }

  *load(keys: readonly FactKey[]): Program<void> {
    const wanted = new Map<Look, (string | number)[][]>()
    for (const [look, ...key] of keys) {
      if (!this.#world.expect(look, key)) continue
      const same = wanted.get(look)
      if (same) same.push(key)
      else wanted.set(look, [key])
    }
    for (const [look, distinct] of wanted) {
      const found = yield { kind: 'look', look, keys: distinct, lock: false }
      for (const record of found) this.#world.found(look, record as Tables[keyof Tables])
    }
  }

  decide(request: CommitRequest): Outcome {
    const earlier = request.once && this.#world.facts.get('command', request.actor, request.once.clientId)
    if (earlier) return earlier.digest === request.once?.digest ? repeated(earlier.outcome) : reused
    const verdict = request.decide(this.#world.facts, this.#now)
    if ('refused' in verdict) return verdict
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
    const key = this.#keep(table, record)
    change.changed(table, key, record)
    this.#changes.push({ stream, rev, kind: table, key, actor, command, at: this.#now })
  }

  /** The last state of a row wins, since a statement may not touch a row twice. */
  #keep<T extends keyof Tables>(table: T, record: Tables[T]): string {
    const fields: Fields = record
    const key = keyText(record, tables[table].key, ' ')
    const rows = this.#rows.get(table)
    if (rows) rows.set(key, fields)
    else this.#rows.set(table, new Map([[key, fields]]))
    this.#world.write(table, record)
    return key
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
  }

  /** Those of users first, so that who joins hears the frame of the channel that says so. */
  frames(): Frame[] {
    const frames = [...this.#streams.values()].flatMap(change => change.frames())
    return frames.sort((a, b) => Number(b.stream.startsWith('U')) - Number(a.stream.startsWith('U')))
  }
}

/**
 * The streams on which a grant is told, all locked by the command: a seat's on both the channel's and the user's, since
 * a node that hears neither's frame of the channel still finds out what it missed of its users.
 */
const toldOf = (grant: Grant, request: CommitRequest): readonly string[] =>
  'stream' in grant ? [grant.user, grant.stream] : [request.actor]

const repeated = (outcome: string): Outcome => ({ ok: JSON.parse(outcome) as Record<string, unknown>, duplicate: true })

const reused: Outcome = {
  refused: { code: 'client_id_reused', message: 'Another command was sent with this clientId.' },
}
