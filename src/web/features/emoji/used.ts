import { attempt } from '../../sync/attempt.ts'

/** Signing out forgets it by this name (`remembered.ts`). */
const KEY = 'flack.emoji'
/** Two rows of the picker. */
const MOST = 16
/** Once so many uses are counted they are halved: what one used much a year ago makes way. */
const FADING = 200

interface Used {
  name: string
  count: number
}

/** Emoji that were used in this browser, the last one first. */
export const usedLast = (): string[] => uses().map(({ name }) => name)

/** The same, those that were used most first. */
export const usedMost = (): string[] =>
  uses()
    .toSorted((a, b) => b.count - a.count)
    .map(({ name }) => name)

/** A short name, with its skin tone, was chosen. */
export const noteUse = (name: string): void => {
  const all = uses()
  const before = all.find(used => used.name === name)?.count ?? 0
  const next = [{ name, count: before + 1 }, ...all.filter(used => used.name !== name)].slice(0, MOST)
  const total = next.reduce((sum, { count }) => sum + count, 0)
  const kept = total > FADING ? next.map(used => ({ ...used, count: Math.ceil(used.count / 2) })) : next
  attempt(() => localStorage.setItem(KEY, kept.map(({ name: one, count }) => `${one}=${count}`).join(' ')))
}

/** A name without a number was used once: so an earlier page kept it. */
const uses = (): Used[] =>
  (attempt(() => localStorage.getItem(KEY)) ?? '').split(' ').flatMap(written => {
    const [name = '', count = '1'] = written.split('=')
    return name === '' ? [] : [{ name, count: Math.max(1, Number(count) || 1) }]
  })
