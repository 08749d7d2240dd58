import { type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Client } from '../../sync/api.ts'
import type { Said } from '../timeline/said.ts'
import { loadParts, partsNow } from './load-parts.ts'
import type { MessageTools } from './message-tools.ts'

/** Where on the screen something is to open, pixels: below `bottom`, or above `top` where there is no room. */
export interface Anchor {
  left: number
  top: number
  bottom: number
}

/** What is open for one message. It is drawn by the conversation: inside the log it would be read out as news. */
export type Opened =
  | { kind: 'menu'; said: Said; anchor: Anchor }
  | { kind: 'sheet' | 'delete' | 'history' | 'react' | 'reactors'; said: Said }

/**
 * Which message of a conversation the pointer is on, which one is edited, and what is open for one. Messages are named by
 * the key of their line, which an unsent one keeps when it is sent. What can be done with them is fetched after the first
 * drawing: until then nothing is pointed at.
 */
export class AtHand {
  readonly client: Client
  readonly channel: string
  readonly pointed: Signal<string | null> = signal(null)
  readonly focused: Signal<string | null> = signal(null)
  readonly editing: Signal<Said | null> = signal(null)
  readonly opened: Signal<Opened | null> = signal(null)
  #tools: MessageTools | null = null

  constructor(client: Client, channel: string) {
    this.client = client
    this.channel = channel
  }

  /** Whether the pointer or the focus is on a message: there its bar is drawn. */
  isOn(key: string): boolean {
    return this.pointed.value === key || this.focused.value === key
  }

  isEdited(key: string): boolean {
    return this.editing.value?.key === key
  }

  /** What can be done with the messages; null until it has been fetched. */
  get tools(): MessageTools | null {
    const parts = partsNow()
    if (parts !== null) this.#tools ??= new parts.MessageTools(this)
    return this.#tools
  }

  /** Does something with the tools, as soon as they are here. */
  use(run: (tools: MessageTools) => void): void {
    void loadParts().then(() => {
      if (this.tools !== null) run(this.tools)
    })
  }
}

const AtHandContext = createContext<AtHand | null>(null)

export const AtHandProvider = AtHandContext.Provider

/** The messages at hand in the conversation around this component. */
export const useAtHand = (): AtHand => {
  const atHand = useContext(AtHandContext)
  if (atHand === null) throw new Error('There is no conversation around this component.')
  return atHand
}

/** The channel whose messages are shown around this component; null outside of a conversation. */
export const useShownChannel = (): string | null => useContext(AtHandContext)?.channel ?? null
