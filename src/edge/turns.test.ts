import { expect, test } from 'bun:test'
import { Turns } from './turns.ts'

/** A clock that only work moves, and an event loop that turns when it is told to. */
const slowWork = () => {
  let now = 0
  let next: (() => void) | null = null
  const done: string[] = []
  const turns = new Turns(
    () => now,
    run => {
      next = run
    },
  )
  const ask = (user: string, what: string, ms = 1) =>
    void turns.take(user, async () => {
      now += ms
      done.push(what)
    })
  /** Whether there was anything to do. */
  const turn = async (): Promise<boolean> => {
    const run = next
    next = null
    run?.()
    for (let step = 0; step < 20; step++) await Promise.resolve()
    return run !== null
  }
  return { ask, turn, done }
}

test('[R-17] what is asked first is answered at once, and large answers leave the loop to others in between', async () => {
  const { ask, turn, done } = slowWork()
  for (const what of ['a', 'b', 'c']) ask('ada', what)
  expect(done).toEqual(['a'])
  await turn()
  expect(done).toEqual(['a', 'b'])
  await turn()
  expect(done).toEqual(['a', 'b', 'c'])
  await turn()
  expect(await turn()).toBe(false)
  ask('ada', 'd')
  expect(done.at(-1)).toBe('d')
})

test('[R-17] many small answers share one turn', async () => {
  const { ask, turn, done } = slowWork()
  for (const what of ['large', 'one', 'two', 'three']) ask('ada', what, what === 'large' ? 1 : 0.1)
  expect(done).toEqual(['large'])
  await turn()
  expect(done).toEqual(['large', 'one', 'two', 'three'])
})

test('[R-17] whoever asks on many sockets waits for their own questions, and others do not', async () => {
  const { ask, turn, done } = slowWork()
  for (let n = 0; n < 5; n++) ask('mallory', `m${n}`)
  ask('ada', 'a')
  for (let n = 0; n < 5; n++) await turn()
  expect(done).toEqual(['m0', 'm1', 'a', 'm2', 'm3', 'm4'])
})

test('an answer that waits for its database holds up nobody', async () => {
  const done: string[] = []
  let now = 0
  const scheduled: (() => void)[] = []
  const turns = new Turns(
    () => now,
    run => void scheduled.push(run),
  )
  const stuck = () => {
    now += 1
    return new Promise<void>(() => {})
  }
  void turns.take('ada', stuck)
  void turns.take('ada', stuck)
  void turns.take('bob', async () => void done.push('bob'))
  while (scheduled.length > 0) scheduled.shift()?.()
  expect(done).toEqual(['bob'])
})
