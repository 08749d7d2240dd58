import { callsFor, MOST_UNREAD, mentions, unread } from '#domain/unread.ts'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { MessageRow, PlaceRow } from '#protocol/rows.ts'
import { millisOf } from '#protocol/ts.ts'

/** What there is for a reader: how many posts are unread, and how many of them are meant for them. */
export interface News {
  unread: number
  mentions: number
}

type Calls = { rev: number; calls: readonly number[]; groups: Readonly<Record<string, readonly number[]>> }
const noCalls: Calls = { rev: -1, calls: [], groups: {} }

/** What was said in a channel, in numbers; from them comes what of it is news [UNREAD]. */
export class Counts {
  /** The user groups that the reader is in: who calls one calls them. */
  groups: { peek(): ReadonlySet<string> } = { peek: () => new Set() }
  /** Newest seq known, whether held or not; 0 for an empty channel. */
  seq = 0
  /** When the newest known message was said, milliseconds; 0 for never. */
  moved = 0
  posts = 0
  /** The newest ordinal that counts as read although the place does not say so yet. */
  #readPost = 0
  /** Ordinals of own posts, before the server has noted them in the place, and of deleted ones. */
  readonly #own = new Set<number>()
  readonly #deleted = new Set<number>()
  /** Ordinals of posts that call everybody, or a user group, as of a rev of the channel [MENTION]. */
  #calls: Calls = noCalls

  meet(row: MessageRow, isOwn: boolean): void {
    this.seq = Math.max(this.seq, row.seq)
    this.posts = Math.max(this.posts, row.post)
    // A line of the system is no post: it says again the number of the one before, whoever wrote that.
    if (row.kind !== undefined) return
    this.moved = Math.max(this.moved, millisOf(row.ts))
    if (isOwn) this.#own.add(row.post)
    if (row.deleted) this.#deleted.add(row.post)
  }

  putFacts(facts: PlaceFacts): void {
    this.seq = Math.max(this.seq, facts.seq)
    this.moved = Math.max(this.moved, facts.moved ?? 0)
    this.posts = Math.max(this.posts, facts.posts)
    this.addDeleted(facts.deleted ?? [])
    this.setCalls(facts.rev, facts.calls ?? [])
  }

  /** Posts that are deleted count as unread nowhere. */
  addDeleted(posts: readonly number[]): void {
    for (const post of posts) this.#deleted.add(post)
  }

  /**
   * [MENTION] As the channel's row said at a rev, or the facts of a place, which name those above the cursor that call me,
   * by a user group or with everybody.
   */
  setCalls(rev: number, calls: readonly number[], groups: Calls['groups'] = {}): void {
    if (rev >= this.#calls.rev) this.#calls = { rev, calls, groups }
  }

  /** Counts everything up to this message as read at once; `post` is its ordinal, if it is held. */
  countRead(seq: number, post: number | undefined): void {
    this.#readPost = Math.max(this.#readPost, seq >= this.seq ? this.posts : (post ?? 0))
  }

  /** For a reader who is in the channel. */
  news(place: PlaceRow | null): News {
    const cursor = Math.max(place?.cursor ?? 0, this.#readPost)
    // Own posts up to the cursor are read anyway. Kept, they would become more with every page of history.
    for (const post of this.#own) if (post <= cursor) this.#own.delete(post)
    const own = [...(place?.own ?? []), ...this.#own]
    const counted = { posts: this.posts, cursor, own, deleted: [...this.#deleted] }
    const meant = { mentioned: place?.mentioned ?? [], calls: callsFor(this.#calls, this.groups.peek()) }
    return { unread: unread(counted), mentions: mentions({ ...counted, ...meant }) }
  }

  /** What the cache keeps of them. */
  facts(news: News) {
    return {
      seq: this.seq,
      posts: this.posts,
      rev: 0,
      unread: Math.min(news.unread, MOST_UNREAD),
      mentions: Math.min(news.mentions, MOST_UNREAD),
      deleted: [...this.#deleted],
      calls: [...callsFor(this.#calls, this.groups.peek())],
      moved: this.moved,
    }
  }

  /** The rows that they were taken from do not hold any more. */
  drop(): void {
    this.seq = 0
    this.moved = 0
    this.posts = 0
    this.#readPost = 0
    this.#own.clear()
    this.#deleted.clear()
    this.#calls = noCalls
  }
}
