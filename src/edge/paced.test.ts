import { expect, test } from 'bun:test'
import { Paced } from './paced.ts'

const atOnce = (answer: () => Promise<void>) => answer()
const turn = () => new Promise<void>(resolve => setImmediate(resolve))

test('[SLOW] answers leave one at a time, and only while there is room', async () => {
  let room = true
  const left: number[] = []
  const paced = new Paced(() => room, atOnce)
  for (const n of [1, 2, 3]) {
    paced.add(async () => {
      await turn()
      left.push(n)
      room = n !== 2
    })
  }
  expect(paced.waiting).toBe(2)
  for (let n = 0; n < 5; n++) await turn()
  expect([left, paced.waiting]).toEqual([[1, 2], 1])
  room = true
  paced.go()
  for (let n = 0; n < 2; n++) await turn()
  expect([left, paced.waiting]).toEqual([[1, 2, 3], 0])
})

test('[SLOW] whoever has gone is not answered any more', async () => {
  const left: number[] = []
  const paced = new Paced(() => true, atOnce)
  for (const n of [1, 2]) paced.add(async () => void left.push(n))
  paced.clear()
  await turn()
  expect(left).toEqual([1])
})
