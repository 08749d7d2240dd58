import { notice } from '#domain/notice.ts'
import type { MessageRow } from '#protocol/rows.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { Client } from '../../sync/api.ts'
import { preferences } from '../preferences/chosen.ts'
import { isMeant } from '../text/read-text.ts'
import { isDirect } from '../title-of.ts'
import { play } from './sound.ts'
import { wordingOf } from './words.ts'

/** So long a message may be read, here or on another device, before it is told of; milliseconds. */
const GRACE_MS = 800

/** A notification that is on the screen: one for each conversation, which says how many messages it stands for. */
interface Shown {
  seq: number
  count: number
  notification: Notification
  stop: () => void
}

/**
 * Tells of messages by the system's notifications, as the one rule decides (`domain/notice.ts`). What is read or deleted
 * meanwhile is taken back. Of several tabs only one may run this.
 */
export class Notifier {
  readonly #client: Client
  readonly #shown = new Map<string, Shown>()
  readonly #stops: (() => void)[]
  /** What came while the page was not there is no news when it is opened; from the first connection on all is. */
  #isCaughtUp = false

  constructor(client: Client) {
    this.#client = client
    this.#stops = [
      client.connection.subscribe(({ phase }) => {
        this.#isCaughtUp ||= phase === 'live'
      }),
      client.replica.hearNew((channel, row) => {
        if (this.#isCaughtUp) setTimeout(() => void this.#consider(channel, row), GRACE_MS)
      }),
    ]
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    for (const channel of this.#shown.keys()) this.#takeBack(channel)
  }

  async #consider(channel: string, row: MessageRow): Promise<void> {
    const { replica, session } = this.#client
    const summary = replica.channel(channel).peek()
    const me = session.peek()
    if (summary === null || me.phase !== 'signed-in' || !this.#decide(channel, row, me.id)) return
    const before = this.#shown.get(channel)
    const count = (before?.count ?? 0) + 1
    const { title, body } = await wordingOf(this.#client, summary, row, count)
    before?.stop()
    const notification = new Notification(title, { body, tag: `flack ${channel}`, silent: true })
    notification.onclick = () => this.#open(channel, row.seq)
    notification.onclose = () => this.#forget(channel, notification)
    this.#shown.set(channel, { seq: row.seq, count, notification, stop: this.#watch(channel, row.seq) })
    play(preferences.peek().noticeSound)
  }

  #decide(channel: string, row: MessageRow, me: string): boolean {
    const { replica } = this.#client
    const summary = replica.channel(channel).peek()
    if (summary === null) return false
    const { mute, level, place } = summary
    return notice({
      isOwn: row.author === me,
      isSystem: row.kind !== undefined,
      isDeleted: row.deleted === true || replica.message(channel, row.seq).peek()?.deleted === true,
      isRead: (place?.read ?? 0) >= row.seq,
      isDirect: isDirect(summary),
      isMention: isMeant(row.text, me, row.author, replica.myGroups.peek()),
      mute,
      level,
      preference: preferences.peek().notify,
    }).notifies
  }

  /** Read on any device, or deleted: then it is told no longer. */
  #watch(channel: string, seq: number): () => void {
    const { replica } = this.#client
    const stopReading = replica.channel(channel).subscribe(summary => {
      if ((summary?.place?.read ?? 0) >= seq) this.#takeBack(channel)
    })
    const stopHearing = replica.hearMessage(channel, seq, ({ deleted }) => {
      if (deleted) this.#takeBack(channel)
    })
    return () => {
      stopReading()
      stopHearing()
    }
  }

  #open(channel: string, seq: number): void {
    window.focus()
    go(pathOf(channel, seq))
    this.#takeBack(channel)
  }

  #takeBack(channel: string): void {
    const shown = this.#shown.get(channel)
    this.#shown.delete(channel)
    shown?.stop()
    shown?.notification.close()
  }

  /** Somebody wiped it away; unless another one stands in its place already. */
  #forget(channel: string, notification: Notification): void {
    if (this.#shown.get(channel)?.notification === notification) this.#takeBack(channel)
  }
}
