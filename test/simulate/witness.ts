import type { Browser, Tab } from './browser.ts'

interface Posted {
  tab: string
  author: string
  channel: string
  clientId: string
  at: number
  /** The newest line that its tab showed then. */
  after: number
  /** Its tab died before it was kept anywhere: it may be missing, and must not be doubled. */
  mayBeLost: boolean
}

/** Remembers what people posted, and looks after every step whether they still see it, once. */
export class Witness {
  readonly posts: Posted[] = []
  readonly problems: string[] = []
  /** clientIds of messages that somebody has deleted: they may be anywhere or nowhere until it is done. */
  readonly removed = new Set<string>()

  posted(tab: Tab, channel: string, clientId: string, at: number): void {
    const session = tab.client.session.peek()
    if (session.phase !== 'signed-in') throw new Error('Nobody is signed in.')
    const after = tab.client.replica.timeline(channel).peek().seqs.at(-1) ?? 0
    this.posts.push({ tab: tab.name, author: session.id, channel, clientId, at, after, mayBeLost: false })
  }

  /** What a dying tab has not kept yet is gone with it. */
  dying(tab: Tab, browser: Browser): void {
    const kept = browser.tables.get('outbox')
    const early = browser.memory.get('flack.unsent') ?? ''
    for (const { clientId } of tab.client.outbox.entries.peek()) {
      const post = this.posts.find(other => other.clientId === clientId)
      if (post !== undefined && !kept?.has(clientId) && !early.includes(`"${clientId}"`)) post.mayBeLost = true
    }
  }

  /** [OUTBOX] An own message is there from the keystroke on: as its echo or as its line, never as both or neither. */
  look(tab: Tab, now: number): void {
    for (const post of this.posts.slice(-12)) {
      if (post.tab !== tab.name || now - post.at > 10_000 || this.removed.has(post.clientId)) continue
      const timeline = tab.client.replica.timeline(post.channel).peek()
      const [first = 1] = timeline.seqs
      // Where a conversation started afresh above it, it is further up.
      if (timeline.state !== 'ready' || first > post.after + 1) continue
      const lines = timeline.seqs.filter(seq => {
        if (seq <= post.after) return false
        const row = tab.client.replica.message(post.channel, seq).peek()
        return row?.author === post.author && row.clientId === post.clientId
      })
      const echoes = timeline.pending.filter(entry => entry.clientId === post.clientId)
      if (lines.length + echoes.length !== 1) {
        this.problems.push(`${tab.name} shows ${post.clientId} ${lines.length} + ${echoes.length} times at ${now}`)
      }
    }
  }
}
