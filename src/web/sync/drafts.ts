import type { Drafts, Environment } from './api.ts'
import { readMap, writeMap } from './memory.ts'

export const DRAFTS = 'flack.drafts'

export interface KeptDrafts extends Drafts {
  /** Those that say something. */
  all(): { channel: string; text: string }[]
}

/**
 * Unsent texts, in the memory that is there before the first frame. What another tab keeps of other channels is never
 * overwritten, and what it keeps of the same one goes only by a newer text: sending here takes away what was written here.
 */
export const createDrafts = ({ memory }: Pick<Environment, 'memory'>): KeptDrafts => {
  const own = new Map<string, string>()
  const kept = (channel: string): string => {
    const text = readMap(memory, DRAFTS)[channel]
    return typeof text === 'string' ? text : ''
  }
  return {
    get: channel => {
      const text = kept(channel)
      own.set(channel, text)
      return text
    },
    set: (channel, text) => {
      const isAnothers = text === '' && kept(channel) !== (own.get(channel) ?? '')
      own.set(channel, text)
      if (!isAnothers) writeMap(memory, DRAFTS, channel, text === '' ? null : text)
    },
    all: () =>
      Object.entries(readMap(memory, DRAFTS)).flatMap(([channel, text]) =>
        typeof text === 'string' && text.trim() !== '' ? { channel, text } : [],
      ),
  }
}
