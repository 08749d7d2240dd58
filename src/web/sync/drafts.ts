import { signal } from '@preact/signals'
import type { Drafts, Environment } from './api.ts'
import { readMap, writeMap } from './memory.ts'

export const DRAFTS = 'flack.drafts'

export interface KeptDrafts extends Drafts {
  /** Those that say something. */
  all(): { channel: string; text: string }[]
}

/** What a tab tells the others when a draft became another one. */
interface Told {
  draft: string
  before: string
  text: string
}

/**
 * Unsent texts, in the memory that is there before the first frame. Drafts of other tabs in other channels are kept.
 * Sending, or emptying the field, removes the text that this tab wrote, but not one that another tab wrote since.
 */
export const createDrafts = ({ memory, broadcast }: Pick<Environment, 'memory' | 'broadcast'>): KeptDrafts => {
  const own = new Map<string, string>()
  const kept = (channel: string): string => {
    const text = readMap(memory, DRAFTS)[channel]
    return typeof text === 'string' ? text : ''
  }
  const unkept = signal(false)
  return {
    unkept,
    get: channel => {
      const text = kept(channel)
      own.set(channel, text)
      return text
    },
    set: (channel, text) => {
      const before = kept(channel)
      const isAnothers = text === '' && before !== (own.get(channel) ?? '')
      own.set(channel, text)
      if (isAnothers) return
      unkept.value = !writeMap(memory, DRAFTS, channel, text === '' ? null : text) && text !== ''
      broadcast.post({ draft: channel, before, text } satisfies Told)
    },
    follow: (channel, hear) =>
      broadcast.listen(message => {
        const told = message as Partial<Told> | null
        if (told?.draft !== channel || typeof told.text !== 'string') return
        // A text that was written only here stays, and so does an empty field, which cannot be sent twice. A text that
        // neither continues nor shortens this one is not taken over: somebody is writing in both tabs at once.
        const here = own.get(channel) ?? ''
        const goesOn = told.text.startsWith(here) || here.startsWith(told.text)
        if (here === '' || here !== told.before || !goesOn) return
        own.set(channel, told.text)
        hear(told.text)
      }),
    all: () =>
      Object.entries(readMap(memory, DRAFTS)).flatMap(([channel, text]) =>
        typeof text === 'string' && text.trim() !== '' ? { channel, text } : [],
      ),
  }
}
