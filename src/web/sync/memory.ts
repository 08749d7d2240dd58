import type { Environment } from './api.ts'

type Memory = Environment['memory']

/** A map kept under one key; empty where there is none or what is there cannot be read. */
export const readMap = (memory: Memory, key: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(memory.get(key) ?? '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Sets one field, read again just before, since other tabs write too; null removes it. Of more than `limit` the oldest go. Whether it outlives the page. */
export const writeMap = (memory: Memory, key: string, field: string, value: unknown, limit = 200): boolean => {
  const { [field]: _, ...others } = readMap(memory, key)
  const entries = Object.entries(value === null ? others : { ...others, [field]: value })
  return memory.set(key, JSON.stringify(Object.fromEntries(entries.slice(-limit))))
}
