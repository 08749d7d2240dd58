import { expect, test } from 'bun:test'
import { nameKey } from '#domain/name-key.ts'
import type { Store } from '#store/store.ts'
import { createAccounts } from './accounts.ts'

/** A workspace in which these names are taken; counts what is looked up. */
const among = (isTaken: (key: string) => boolean) => {
  const looked: number[] = []
  const store = {
    list: async () => [],
    look: async (keys: readonly (readonly [string, string])[]) => {
      looked.push(keys.length)
      return { get: (_: string, key: string) => (isTaken(key) ? { id: 'U1', name: key } : null) }
    },
  } as unknown as Store
  const taken = async () => ({ refused: { code: 'name_taken', message: 'taken' } }) as const
  const accounts = createAccounts(store, taken, letter => `${letter}1`)
  const suggestion = async (name: string) => {
    const entered = await accounts.enter(name, 'a device')
    return 'refused' in entered ? entered.suggestion : undefined
  }
  return { suggestion, looked }
}

test('[S-28] the first number that is free is proposed', async () => {
  const { suggestion } = among(key => ['sam', 'sam 2', 'sam 3'].map(nameKey).includes(key))
  expect(await suggestion('Sam')).toBe('Sam 4')
})

test('[S-28] one look-up of a few names finds a proposal, however many have the name', async () => {
  const low = new Set(Array.from({ length: 99 }, (_, number) => nameKey(`Sam ${number}`)))
  const { suggestion, looked } = among(key => low.has(key))
  expect(await suggestion('Sam')).toMatch(/^Sam \d{3,6}$/)
  expect(looked.length).toBe(1)
  expect(looked[0]).toBeLessThanOrEqual(24)
})

test('[S-28] there is an end where every name is taken', async () => {
  const { suggestion, looked } = among(() => true)
  expect(await suggestion('Sam')).toMatch(/^Sam \d{3,6}$/)
  expect(looked.length).toBe(1)
})

test('[S-28] a proposal is cut through no sign that a reader sees as one', async () => {
  const { suggestion } = among(() => false)
  expect(await suggestion(`${'k'.repeat(48)}🇩🇪`)).toBe(`${'k'.repeat(48)} 2`)
  expect(await suggestion(`${'k'.repeat(46)}🇩🇪xx`)).toBe(`${'k'.repeat(46)}🇩🇪 2`)
})
