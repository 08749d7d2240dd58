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
  /** Somebody has another name that the server does not know yet. */
  #renamed: { id: string; name: string } | null = null
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

  /** Shows somebody by the name that they have given themselves; with null by that of their row. */
  rename(renamed: { id: string; name: string } | null): void {
    const before = this.#renamed
    if (before?.id === renamed?.id && before?.name === renamed?.name) return
    this.#renamed = renamed
    for (const one of [before, renamed]) if (one !== null) this.#show(one.id)
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
    // The own row may not have come yet.
    const known = row ?? { row: 'user' as const, rev: 0, kind: 'human' as const }
    this.#signalOf(id).value = this.#renamed?.id === id ? { ...known, ...this.#renamed } : row
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
