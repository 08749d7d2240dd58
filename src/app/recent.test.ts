import { expect, test } from 'bun:test'
import { recent } from './recent.ts'

test('is asked once a second at most, and once for all who wait', async () => {
  let now = 0
  const asked: ((answer: number) => void)[] = []
  const answer = recent(
    () => new Promise<number>(resolve => asked.push(resolve)),
    1000,
    () => now,
  )
  const first = [answer(), answer()]
  now = 5000
  const late = answer()
  expect(asked).toHaveLength(1)
  asked[0]?.(1)
  expect(await Promise.all([...first, late])).toEqual([1, 1, 1])
  const second = answer()
  asked[1]?.(2)
  expect(await second).toBe(2)
  now = 5999
  expect(await answer()).toBe(2)
  now = 6000
  void answer()
  expect(asked).toHaveLength(3)
})

test('what fails is asked again, but no sooner', async () => {
  let now = 0
  let asked = 0
  const answer = recent(
    () => Promise.reject(new Error(`${++asked}`)),
    1000,
    () => now,
  )
  await expect(answer()).rejects.toThrow('1')
  await expect(answer()).rejects.toThrow('1')
  now = 1000
  await expect(answer()).rejects.toThrow('2')
})
