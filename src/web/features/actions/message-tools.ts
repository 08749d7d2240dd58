import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { isAdmin } from '#domain/policy.ts'
import { rememberEdit, rememberedEdit } from '../../remembered.ts'
import { pathOf } from '../../routes.ts'
import type { Client, MessageRow, Reaction } from '../../sync/api.ts'
import { copyText } from '../../ui/copy-text.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { insertText } from '../composer/apply-edit.ts'
import { focusToWrite, mainField } from '../composer/focus.ts'
import { knownNames } from '../composer/known-names.ts'
import { withIds, withNames } from '../composer/references.ts'
import { noteUse } from '../emoji/used.ts'
import { isLeftToMe, policyOf, roleOf } from '../policies/policy.ts'
import { announce } from '../status/announce.ts'
import { plainTextOf } from '../text/plain-text.ts'
import type { Reading } from '../timeline/reading.ts'
import { nameOf, type Said, saidInEntry, saidInRow } from '../timeline/said.ts'
import { PAGE } from '../timeline/span.ts'
import { isDirect } from '../title-of.ts'
import { type MessageAction, messageActions } from './actions.ts'
import type { AtHand, Opened } from './at-hand.ts'
import { putIntoField } from './put-into-field.ts'
import { goToDay } from './row-keys.ts'

/** A word about what was done shows for so long, milliseconds. */
const NOTE_MS = 2000

/** What one does with the messages of one conversation. Lives as long as that is on the screen. */
export class MessageTools {
  readonly channel: string
  readonly opened: Signal<Opened | null>
  /** The message that is being edited. */
  readonly editing: Signal<Said | null>
  readonly #client: Client
  readonly #note: Signal<string | null> = signal(null)
  #noteTimer: ReturnType<typeof setTimeout> | undefined
  /** What stands in the message field since `recall`. */
  #recalled: { seq: number; text: string } | null = null
  readonly #typed = new Map<string, string | null>()
  /** Whether the edit was asked for in the message field: there the focus goes back to. */
  #cameFromField = false

  constructor({ client, channel, opened, editing }: AtHand) {
    this.#client = client
    this.channel = channel
    this.opened = opened
    this.editing = editing
  }

  /** One word about what was just done, for the eye; null when it is over. */
  get note(): ReadonlySignal<string | null> {
    return this.#note
  }

  get me(): string {
    const session = this.#client.session.value
    return session.phase === 'signed-in' ? session.id : ''
  }

  actions(said: Said): readonly MessageAction[] {
    return messageActions.filter(action => action.applies(said, this))
  }

  /** Whether it may still get another text: one that waits to be sent is changed before anybody has seen it. */
  mayEdit({ seq, author, at }: Said): boolean {
    const minutes = policyOf(this.#client, 'editFor')
    return author === this.me && (seq === null || minutes === 0 || Date.now() - at <= minutes * 60_000)
  }

  /** One's own, or somebody else's where that is left to me. */
  mayDelete({ seq, author }: Said): boolean {
    if (author === this.me) return true
    const summary = this.#client.replica.channel(this.channel).value
    if (seq === null || summary === null || summary.archived || isDirect(summary)) return false
    // Without a seat only who looks after the workspace may.
    return (summary.joined || isAdmin(roleOf(this.#client))) && isLeftToMe(this.#client, 'deleteOthers', summary)
  }

  /** The message in whose line something happened. */
  saidAt(target: EventTarget | null): Said | null {
    const line = target instanceof Element ? target.closest<HTMLElement>('article') : null
    if (line === null) return null
    const { seq, key } = line.dataset
    if (seq !== undefined) {
      const row = this.#row(Number(seq))
      return row === null ? null : saidInRow(row)
    }
    const { pending } = this.#client.replica.timeline(this.channel).peek()
    return pending.map(entry => saidInEntry(entry, this.me)).find(said => said.key === key) ?? null
  }

  linkTo({ seq }: Said): string {
    return location.origin + pathOf(this.channel, seq)
  }

  /** What a message says without its marks. */
  plainTextOf({ text }: Said): Promise<string> {
    return plainTextOf(text, this.#client.replica)
  }

  /** [TEXT-3] Puts a link to it on a line of its own in the message field: it is read there as it is then. */
  quote(said: Said): void {
    putIntoField(`${this.linkTo(said)}\n`)
  }

  async copy(text: string, done: string): Promise<void> {
    this.say((await copyText(text)) ? done : say`Could not copy. Select the text and press Ctrl+C.`)
  }

  /** Says a word, to the eye and to the ear. */
  say(text: string): void {
    announce(text)
    clearTimeout(this.#noteTimer)
    this.#note.value = text
    this.#noteTimer = setTimeout(() => (this.#note.value = null), NOTE_MS)
  }

  /** Opens the field in which a message gets another text. `text`: what is to stand in it, where that is not what was left there. */
  edit(said: Said, text?: string): void {
    this.#cameFromField = mainField() === document.activeElement
    if (text !== undefined) this.keepTyped(said.key, this.withNames(text))
    this.editing.value = said
  }

  /** The newest message of one's own, of those that are drawn at the end. Whether there is one. */
  editLast(reading: Reading): boolean {
    const { seqs, pending } = this.#client.replica.timeline(this.channel).peek()
    const unsent = pending.at(-1)
    const sent = () => {
      const seq = seqs.slice(-PAGE).findLast(one => this.#row(one)?.author === this.me)
      const row = seq === undefined ? null : this.#row(seq)
      return row === null ? null : saidInRow(row)
    }
    const said = unsent === undefined ? sent() : saidInEntry(unsent, this.me)
    if (said === null || !this.mayEdit(said)) return false
    if (reading.span.peek()?.to !== null) reading.toEnd()
    this.edit(said)
    return true
  }

  /** To the beginning of the day before (-1) or after (1). */
  goToDay(step: 1 | -1, log: HTMLElement, reading: Reading): void {
    goToDay(step, log, reading)
  }

  /** The message that has the focus, or else the newest: what a key means that is pressed elsewhere. */
  reactLast(): void {
    const seq = this.#client.replica.timeline(this.channel).peek().seqs.at(-1)
    const row = seq === undefined ? null : this.#row(seq)
    const said = this.saidAt(document.activeElement) ?? (row === null ? null : saidInRow(row))
    if (said !== null) this.open({ kind: 'react', said })
  }

  /**
   * Puts what one said before into the message field, each time the one before that. Only while nothing else stands in it:
   * what somebody is writing stays.
   */
  recall(): void {
    const field = mainField()
    if (field === null || (field.value !== '' && field.value !== this.#recalled?.text)) return
    const { seqs } = this.#client.replica.timeline(this.channel).peek()
    const before = field.value === '' ? Number.POSITIVE_INFINITY : (this.#recalled?.seq ?? Number.POSITIVE_INFINITY)
    const seq = seqs.findLast(one => one < before && this.#row(one)?.author === this.me)
    const row = seq === undefined ? null : this.#row(seq)
    if (row === null) return
    this.#recalled = { seq: row.seq, text: this.withNames(row.text) }
    field.select()
    insertText(field, this.#recalled.text)
  }

  /** The field of the edit closes, and the focus goes back to where it came from. */
  endEdit(said: Said): void {
    this.editing.value = null
    if (this.#cameFromField) focusToWrite()
    else this.lineOf(said)?.focus({ preventScroll: true })
  }

  /** A stored text as it is written, with the names of today, and the other way round. */
  withNames(text: string): string {
    return withNames(text, knownNames(this.#client))
  }

  withIds(text: string): string {
    return withIds(text, knownNames(this.#client))
  }

  /** Keeps what stands in the field of an edit, with every key; null forgets it. */
  keepTyped(message: string, text: string | null): void {
    this.#typed.set(message, text)
    rememberEdit(this.channel, message, text)
  }

  /** What was typed into a message and not saved. Another tab may have forgotten it, this page has not. */
  typedIn(message: string): string | null {
    return this.#typed.get(message) ?? rememberedEdit(this.channel, message)
  }

  /** Gives the message its new text. What comes of it shows in its line, also where it is refused. */
  save(said: Said, text: string, base: number | null): void {
    const edit = { do: 'message.edit', channel: this.channel, message: nameOf(said), text } as const
    // Nobody waits here for the answer: a refused one is parked, with what was typed.
    void this.#client.perform(base === null ? edit : { ...edit, base }, AbortSignal.abort())
  }

  reactionsOn({ seq }: Said): readonly Reaction[] {
    return seq === null ? [] : this.#client.replica.reactions(this.channel, seq).value
  }

  /** Puts one's own reaction on a message, or takes it back where it is there. */
  toggle(said: Said, name: string): void {
    const chip = this.reactionsOn(said).find(one => one.name === name)
    // With its last reaction a chip goes, and the focus on it would go with it.
    if (chip?.mine && chip.count === 1) this.lineOf(said)?.focus({ preventScroll: true })
    if (!chip?.mine) noteUse(name)
    void this.#react(said, name, !chip?.mine)
  }

  /** Puts one's own reaction on a message. */
  react(said: Said, name: string): void {
    if (!this.reactionsOn(said).some(one => one.name === name && one.mine)) void this.#react(said, name, true)
  }

  /** Shown at once. Where the server refuses it for good it goes again, and why is said. */
  async #react({ seq }: Said, name: string, on: boolean): Promise<void> {
    if (seq === null) return
    const summary = this.#client.replica.channel(this.channel).peek()
    if (summary?.joined === false) return this.say(say`Join #${summary.name} to react.`)
    const react = on ? 'reaction.add' : 'reaction.remove'
    const outcome = await this.#client.perform({ do: react, channel: this.channel, message: seq, name })
    if ('refused' in outcome) this.say(refusedWords(outcome.refused))
  }

  /** Takes a message away, and leaves the focus with one beside it. */
  remove(said: Said): void {
    const line = this.lineOf(said)
    const lines = [...document.querySelectorAll<HTMLElement>('.timeline article')]
    const at = line === null ? -1 : lines.indexOf(line)
    const neighbour = lines[at + 1] ?? lines[at - 1]
    this.opened.value = null
    this.editing.value = null
    this.keepTyped(said.key, null)
    this.#client.remove(this.channel, nameOf(said))
    announce(say`The message was deleted.`)
    // A frame later: the closing dialog gives the focus to the deleted line, which this drawing removes.
    requestAnimationFrame(() => (neighbour ?? mainField())?.focus({ preventScroll: true }))
  }

  open(opened: Opened): void {
    this.opened.value = opened
  }

  /** Closes what is open, and brings the focus back to the message that it was for, or into the field that is open there. */
  close(): void {
    const opened = this.opened.peek()
    this.opened.value = null
    if (opened === null) return
    const line = this.lineOf(opened.said)
    const field = line?.querySelector('textarea')
    ;(field ?? line)?.focus({ preventScroll: true })
  }

  #row(seq: number): MessageRow | null {
    const row = this.#client.replica.message(this.channel, seq).peek()
    // There is nothing to be done with a line of the system.
    return row?.kind === undefined ? row : null
  }

  /** The element in which a message is drawn; null where it is not. */
  lineOf({ key }: Said): HTMLElement | null {
    return document.querySelector<HTMLElement>(`article[data-key="${CSS.escape(key)}"]`)
  }
}
