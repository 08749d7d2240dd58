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
 * Unsent texts, in the memory that is there before the first frame. What another tab keeps of other channels is never
 * overwritten, and what it keeps of the same one goes only by a newer text: sending here takes away what was written here.
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
        // What was written here alone stays here, and an empty field has nothing that could be sent twice. Nor does it
        // follow to another text: somebody writes in both at once.
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
