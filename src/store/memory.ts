import type { Look } from '#domain/facts.ts'
import type { Tables } from '#domain/records.ts'

/** About 5 MB. Where more is asked for at a time, the database is asked. */
const MOST = 20_000

export type AnyRecord = Tables[keyof Tables]

/**
 * Facts that stay known from one batch to the next, for an engine that notices when anybody else writes. What nearly
 * every command asks for is read once. Null: it was looked for, and is not there.
 */
export class Memory {
  static readonly looks: readonly Look[] = ['stream', 'channel', 'seat', 'user']
  #facts = new Map<Look, Map<string, AnyRecord | null>>()

  constructor() {
    this.forget()
  }

  /** Undefined: not known. */
  get(look: Look, key: string): AnyRecord | null | undefined {
    return this.#facts.get(look)?.get(key)
  }

  /** Takes the newest state of these facts, by their keys. Only looks of `Memory.looks` are kept. */
  keep(look: Look, known: ReadonlyMap<string, AnyRecord | null>): void {
    const facts = this.#facts.get(look)
    if (facts === undefined) return
    for (const [key, record] of known) facts.set(key, record)
    if (this.#size() > MOST) this.forget()
  }

  forget(): void {
    for (const look of Memory.looks) this.#facts.set(look, new Map())
  }

  #size(): number {
    let size = 0
    for (const facts of this.#facts.values()) size += facts.size
    return size
  }
}
