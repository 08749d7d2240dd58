import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { pathOf } from '../../routes.ts'
import type { Client } from '../../sync/api.ts'
import { copyText } from '../../ui/copy-text.ts'
import { announce } from '../status/announce.ts'
import { plainTextOf } from '../text/plain-text.ts'
import { type Said, saidInEntry, saidInRow } from '../timeline/said.ts'
import { actionsFor, type MessageAction } from './actions.ts'
import { PointedMessage } from './pointed-message.ts'

/** A word about what was done shows for so long, milliseconds. */
const NOTE_MS = 2000

/** Where on the screen something is to open, pixels: below `bottom`, or above `top` where there is no room. */
export interface Anchor {
  left: number
  top: number
  bottom: number
}

/** What is open for one message. It is drawn by the conversation: inside the log it would be read out as news. */
export type Opened = { kind: 'menu'; said: Said; anchor: Anchor } | { kind: 'sheet'; said: Said }

/** What one does with the messages of one conversation. Lives as long as that is on the screen. */
export class MessageTools {
  readonly pointed = new PointedMessage()
  readonly opened: Signal<Opened | null> = signal(null)
  readonly #client: Client
  readonly #channel: string
  readonly #note: Signal<string | null> = signal(null)
  #noteTimer: ReturnType<typeof setTimeout> | undefined

  constructor(client: Client, channel: string) {
    this.#client = client
    this.#channel = channel
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
    return actionsFor(said, this.me)
  }

  /** The message in whose line something happened. */
  saidAt(target: EventTarget | null): Said | null {
    const line = target instanceof Element ? target.closest<HTMLElement>('article') : null
    if (line === null) return null
    const { seq, key } = line.dataset
    const { replica } = this.#client
    if (seq !== undefined) {
      const row = replica.message(this.#channel, Number(seq)).peek()
      return row === null ? null : saidInRow(row)
    }
    const { pending } = replica.timeline(this.#channel).peek()
    return pending.map(entry => saidInEntry(entry, this.me)).find(said => said.key === key) ?? null
  }

  linkTo({ seq }: Said): string {
    return location.origin + pathOf(this.#channel, seq)
  }

  plainTextOf({ text }: Said): string {
    return plainTextOf(text, this.#client.replica)
  }

  async copy(text: string, done: string): Promise<void> {
    this.say((await copyText(text)) ? done : 'Could not copy. Select the text and press Ctrl+C.')
  }

  /** Says a word, to the eye and to the ear. */
  say(text: string): void {
    announce(text)
    clearTimeout(this.#noteTimer)
    this.#note.value = text
    this.#noteTimer = setTimeout(() => (this.#note.value = null), NOTE_MS)
  }

  open(opened: Opened): void {
    this.opened.value = opened
  }

  /** Closes what is open, and brings the focus back to the message that it was for. */
  close(): void {
    const opened = this.opened.peek()
    this.opened.value = null
    if (opened !== null) this.#lineOf(opened.said)?.focus({ preventScroll: true })
  }

  #lineOf({ key }: Said): HTMLElement | null {
    return document.querySelector<HTMLElement>(`article[data-key="${CSS.escape(key)}"]`)
  }
}

const ToolsContext = createContext<MessageTools | null>(null)

export const ToolsProvider = ToolsContext.Provider

/** The tools of the conversation around this component. */
export const useTools = (): MessageTools => {
  const tools = useContext(ToolsContext)
  if (tools === null) throw new Error('There is no conversation around this component.')
  return tools
}
