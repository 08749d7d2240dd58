import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { USERS_PER_QUESTION } from '#protocol/limits.ts'
import type { UserRow } from '#protocol/rows.ts'

const BATCH_MS = 10

/** Asks the server for people by id; null where it cannot be asked now. */
export type AskPeople = (ids: readonly string[]) => Promise<readonly UserRow[] | null>

/** People are held partially: whoever is looked at and not held is asked for, many in one question. */
export class People {
  readonly #signals = new Map<string, Signal<UserRow | null>>()
  readonly #rows = new Map<string, UserRow>()
  /** What somebody has said of themselves and the server does not know yet. */
  #said: { id: string; parts: Partial<UserRow> } = { id: '', parts: {} }
  readonly #wanted = new Set<string>()
  readonly #ask: AskPeople
  readonly #setTimer: (run: () => void, ms: number) => () => void
  readonly #onPut: () => void
  #timer: (() => void) | null = null

  /** `onPut` is called whenever more is held than before, also of those who came with an answer and not with a change. */
  constructor(ask: AskPeople, setTimer: (run: () => void, ms: number) => () => void, onPut: () => void) {
    this.#ask = ask
    this.#setTimer = setTimer
    this.#onPut = onPut
  }

  get(id: string): ReadonlySignal<UserRow | null> {
    const known = this.#signals.get(id)
    if (known !== undefined) return known
    this.#want(id)
    return this.#signalOf(id)
  }

  /** Put if newer; the latest row is kept whether or not somebody looks at it, since a slow answer may be older. */
  put(row: UserRow): void {
    if (row.rev <= (this.#rows.get(row.id)?.rev ?? -1)) return
    this.#rows.set(row.id, row)
    this.#onPut()
    this.#show(row.id)
  }

  /** Shows somebody as they have said of themselves, over their row. */
  overlay(id: string, parts: Partial<UserRow>): void {
    const before = this.#said
    if (before.id === id && JSON.stringify(before.parts) === JSON.stringify(parts)) return
    this.#said = { id, parts }
    for (const one of new Set([before.id, id])) if (one !== '') this.#show(one)
  }

  /** The row as the server says it; asks for nothing. */
  held(id: string): UserRow | null {
    return this.#rows.get(id) ?? null
  }

  rows(): UserRow[] {
    return [...this.#rows.values()]
  }

  /** [SYNC-3] All rows go; whoever was ever looked at is asked for again. */
  drop(): void {
    this.#rows.clear()
    for (const [id, held] of this.#signals) {
      held.value = null
      this.#want(id)
    }
  }

  /** A new connection: what stayed unanswered is asked for again. */
  askAgain(): void {
    for (const id of this.#signals.keys()) if (!this.#rows.has(id)) this.#want(id)
  }

  #show(id: string): void {
    const row = this.#rows.get(id) ?? null
    const { parts } = this.#said
    if (this.#said.id !== id || Object.keys(parts).length === 0) this.#signalOf(id).value = row
    // The own row may not have come yet.
    else if (row !== null) this.#signalOf(id).value = { ...row, ...parts }
    else if (parts.name !== undefined)
      this.#signalOf(id).value = { row: 'user', rev: 0, kind: 'human', id, ...parts, name: parts.name }
  }

  #signalOf(id: string): Signal<UserRow | null> {
    const known = this.#signals.get(id)
    if (known !== undefined) return known
    const fresh = signal<UserRow | null>(null)
    this.#signals.set(id, fresh)
    return fresh
  }

  #want(id: string): void {
    this.#wanted.add(id)
    this.#timer ??= this.#setTimer(() => {
      this.#timer = null
      void this.#askBatch()
    }, BATCH_MS)
  }

  async #askBatch(): Promise<void> {
    const ids = [...this.#wanted].filter(id => !this.#rows.has(id))
    this.#wanted.clear()
    for (let start = 0; start < ids.length; start += USERS_PER_QUESTION) {
      const rows = await this.#ask(ids.slice(start, start + USERS_PER_QUESTION))
      for (const row of rows ?? []) this.put(row)
    }
  }
}
