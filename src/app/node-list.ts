type Part = { rev: number; part: number; parts: number; users: readonly string[] }

/** What is known of another node's people. */
export class NodeList {
  readonly users = new Set<string>()
  /** Up to which rev of its list; -1 until the whole was heard once. */
  rev = -1
  /** The newest sign of life, and when it came. */
  beat = -1
  heardAt: number
  #rev = -1
  #parts = new Map<number, readonly string[]>()

  constructor(now: number) {
    this.heardAt = now
  }

  isSilent(now: number, ms: number): boolean {
    return now - this.heardAt > ms
  }

  /** Its node is gone; answers who was on it. */
  empty(): string[] {
    const gone = [...this.users]
    this.users.clear()
    this.#parts.clear()
    this.rev = -1
    this.#rev = -1
    return gone
  }

  /** Takes a part of the whole list; answers the whole once all parts of one rev are there, and it is news. */
  gather({ rev, part, parts, users }: Part): ReadonlySet<string> | null {
    if (rev <= this.rev || rev < this.#rev) return null
    if (rev > this.#rev) this.#parts.clear()
    this.#rev = rev
    this.#parts.set(part, users)
    if (this.#parts.size < parts) return null
    const whole = new Set([...this.#parts.values()].flat())
    this.#parts.clear()
    return whole
  }
}
