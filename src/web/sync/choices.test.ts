import { expect, test } from 'bun:test'
import { Choices } from './choices.ts'
import type { Kept } from './outbox-store.ts'

const row = (rev: number, name: string, value: string | number | boolean) =>
  ({ row: 'preference', rev, name, value }) as const
const choosing = (name: 'textSize', value: number) =>
  ({ act: { do: 'preference.set', name, value } }) as unknown as Kept

test('what was chosen is the newest row of each name, and over it what the server does not know yet', () => {
  const choices = new Choices()
  choices.put(row(3, 'textSize', 16))
  choices.put(row(2, 'textSize', 14))
  choices.put(row(4, 'clock', '24'))
  expect(choices.all.value).toEqual({ textSize: 16, clock: '24' })
  choices.overlay([choosing('textSize', 18)])
  expect(choices.all.value).toEqual({ textSize: 18, clock: '24' })
  choices.overlay([])
  expect(choices.all.value).toEqual({ textSize: 16, clock: '24' })
  choices.drop()
  expect(choices.all.value).toEqual({})
})

test('what a newer server knows is kept and not shown', () => {
  const choices = new Choices()
  choices.put(row(3, 'textSize', 99))
  choices.put(row(4, 'fontFamily', 'serif'))
  choices.put(row(5, 'constructor', 1))
  expect(choices.all.value).toEqual({})
  expect(choices.rows()).toHaveLength(3)
})
