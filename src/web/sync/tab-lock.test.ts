import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { exclusively } from './tab-lock.ts'

/** A page on plain http: no Web Locks, so the lease in localStorage is what there is. */
const kept = new Map<string, string>()
const page = new EventTarget()
const globals = {
  window: page,
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  },
}

beforeEach(() => {
  jest.useFakeTimers()
  Object.assign(globalThis, globals)
})

afterEach(() => {
  jest.useRealTimers()
  kept.clear()
  for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name)
})

/** Time passes in small steps, with everything that follows from each. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 500) {
    jest.advanceTimersByTime(500)
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
}

test('without Web Locks one works at a time, the next when the first is done', async () => {
  const done: string[] = []
  let finish = () => {}
  void exclusively('a', async () => {
    await new Promise<void>(resolve => {
      finish = resolve
    })
    done.push('first')
  })
  void exclusively('a', async () => void done.push('second'))
  await pass(40_000)
  expect(done).toEqual([])
  finish()
  await pass(5_000)
  expect(done).toEqual(['first', 'second'])
  expect(kept.size).toBe(0)
})

test('a lease whose tab crashed runs out', async () => {
  kept.set('flack.lease.a', `crashed ${Date.now() + 15_000}`)
  const done: string[] = []
  void exclusively('a', async () => void done.push('next'))
  await pass(10_000)
  expect(done).toEqual([])
  await pass(10_000)
  expect(done).toEqual(['next'])
})

test('a lease that reaches further than any lease does is of a clock that went back, and no lease', async () => {
  kept.set('flack.lease.a', `crashed ${Date.now() + 3_600_000}`)
  const done: string[] = []
  void exclusively('a', async () => void done.push('next'))
  await pass(2_000)
  expect(done).toEqual(['next'])
})

test('a page that is left gives its lease back at once', async () => {
  const done: string[] = []
  void exclusively('a', () => new Promise(() => {}))
  void exclusively('a', async () => void done.push('next'))
  page.dispatchEvent(new Event('pagehide'))
  await pass(2_000)
  expect(done).toEqual(['next'])
})
