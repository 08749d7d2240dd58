import type { Drafts, Environment } from './api.ts'
import { readMap, writeMap } from './memory.ts'

export const DRAFTS = 'flack.drafts'

/** Unsent texts, in the memory that is there before the first frame; another tab's are never overwritten. */
export const createDrafts = ({ memory }: Pick<Environment, 'memory'>): Drafts => ({
  get: channel => {
    const text = readMap(memory, DRAFTS)[channel]
    return typeof text === 'string' ? text : ''
  },
  set: (channel, text) => writeMap(memory, DRAFTS, channel, text === '' ? null : text),
})
