import type { CommitRequest, Store } from '#store/store.ts'
import type { Clock } from '../clock.ts'
import type { Change, Follower, Work } from './follower.ts'

/** Pieces of work in one commit; the next waits until it is done, so that people's commands come in between. */
const PIECES = 64
/** After each part it pauses nine times as long as that took: a tenth of the time for what nobody waits for, the rest for people. */
const PAUSE = { factor: 9, longestMs: 500 }
/** A follower for which there is nothing to do keeps its position after so many changes, and when they are purged. */
const UNSAVED = 4096

/** Somebody else has moved the position: what was decided from the old one must not be written. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

/** One follower on its way along the changes: its position, in the store and a little ahead of that in memory. */
export class Trail {
  readonly follower: Follower
  #store: Store
  /** As the store has it; null: not read, or not known any more. */
  #kept: number | null = null
  #seen = 0
  readonly #clock: Clock

  constructor(follower: Follower, store: Store, clock: Clock) {
    this.follower = follower
    this.#store = store
    this.#clock = clock
  }

  /** Up to which change everything is done. */
  get position(): number {
    return this.#seen
  }

  /** Finds out where it was. A position of another epoch is none: it counts the commits of another past (FOLLOW). */
  async begin(): Promise<void> {
    if (this.#kept !== null) return
    const { name } = this.follower
    const facts = await this.#store.look([['position', name]])
    const record = facts.get('position', name)
    this.#kept = record?.epoch === this.#store.identity.epoch ? record.seen : 0
    this.#seen = this.#kept
  }

  /** Its position may have changed without it. */
  forget(): void {
    this.#kept = null
  }

  /**
   * Does what these changes ask for, rising by position, those that it has seen already left out, as long as it
   * `goesOn`.
   */
  async follow(changes: readonly Change[], goesOn = () => true): Promise<void> {
    for (const part of partsOf(
      this.follower,
      changes.filter(({ pos }) => pos > this.#seen),
    )) {
      const began = this.#clock.now()
      const work = part.asked.length > 0 ? await this.follower.work(part.asked) : null
      if (work !== null) await this.#commit(work, part.upTo)
      this.#seen = part.upTo
      if (part.asked.length > 0) await this.#pause(this.#clock.now() - began)
      if (!goesOn()) return
    }
    if (this.#seen - (this.#kept ?? 0) >= UNSAVED) await this.save()
  }

  /** Leaves the store to people's commits: somebody waits for those, and nobody for these. */
  #pause(took: number): Promise<void> {
    const ms = Math.min(PAUSE.factor * took, PAUSE.longestMs)
    return ms < 1 ? Promise.resolve() : new Promise(resolve => void this.#clock.after(ms, resolve))
  }

  /** Keeps in the store how far it is. */
  async save(): Promise<void> {
    if (this.#kept !== null && this.#seen > this.#kept) await this.#commit(nothing, this.#seen)
  }

  /** The rows that follow and the position are one commit, which fails if the position is not the one that was read. */
  async #commit({ scope, decide }: Work, upTo: number): Promise<void> {
    const { name } = this.follower
    const { epoch, bot } = this.#store.identity
    // Locks a stream of this name: PostgreSQL cannot lock a position before it exists, but `opens` makes the stream.
    const lock = `position ${name}`
    const request: CommitRequest = {
      actor: bot,
      command: `follow.${name}`,
      scope: {
        ...scope,
        streams: [...scope.streams, lock],
        opens: [...(scope.opens ?? []), lock],
        facts: [...scope.facts, ['position', name]],
      },
      decide: (facts, now) => {
        const record = facts.get('position', name)
        const kept = record?.epoch === epoch ? record.seen : 0
        if (kept !== this.#kept) throw new Overtaken(`The position of ${name} is ${kept}, not ${this.#kept}.`)
        const { writes, keeps = [], drops = [] } = decide(facts, now)
        const row = { follower: name, epoch, seen: upTo }
        return { writes, drops, keeps: [...keeps, { table: 'positions', row }], ok: {} }
      },
    }
    const outcome = await this.#store.commit(request)
    if ('refused' in outcome) throw new Error(outcome.refused.message)
    this.#kept = upTo
  }
}

const nothing: Work = { scope: { streams: [], facts: [] }, decide: () => ({ writes: [] }) }

type Part = { asked: Change[]; upTo: number }

/** Cuts changes into parts of at most 64 pieces of work each; `upTo` is the last change of a part, of concern or not. */
const partsOf = ({ concerns }: Follower, changes: readonly Change[]): Part[] => {
  const parts: Part[] = []
  let part: Part = { asked: [], upTo: 0 }
  const pieces = new Set<string>()
  for (const change of changes) {
    const piece = concerns(change)
    if (piece !== null && !pieces.has(piece) && pieces.size === PIECES) {
      parts.push(part)
      part = { asked: [], upTo: 0 }
      pieces.clear()
    }
    if (piece !== null) {
      part.asked.push(change)
      pieces.add(piece)
    }
    part.upTo = change.pos
  }
  return changes.length > 0 ? [...parts, part] : []
}
