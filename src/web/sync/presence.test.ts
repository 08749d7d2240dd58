import { expect, test } from 'bun:test'
import { Presence } from './presence.ts'

/** Timers that run when told to, and questions that are answered when told to. */
const setUp = () => {
  let timers: { run: () => void; ms: number }[] = []
  const asked: { users: string[]; answer: (online: string[]) => void }[] = []
  const presence = new Presence(
    ((_: string, { users }: { users: string[] }) =>
      new Promise(resolve =>
        asked.push({ users, answer: online => resolve({ ok: { online } }) }),
      )) as unknown as ConstructorParameters<typeof Presence>[0],
    (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
  )
  const pass = (ms: number) => {
    const due = timers.filter(timer => timer.ms <= ms)
    timers = timers.filter(timer => timer.ms > ms)
    for (const { run } of due) run()
  }
  const answer = async (at: number, online: string[]) => {
    asked[at]?.answer(online)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { presence, asked, pass, answer }
}

test('the people on the screen are asked for together, and once', async () => {
  const { presence, asked, pass, answer } = setUp()
  presence.showing(['UA'])
  presence.showing(['UA', 'UB', 'UB'])
  pass(300)
  presence.showing(['UB', 'UA'])
  pass(300)
  expect(asked.map(({ users }) => users)).toEqual([['UA', 'UB']])
  await answer(0, ['UB'])
  expect([presence.online('UA').value, presence.online('UB').value]).toEqual([false, true])
})

test('a signal moves somebody who is shown, and nobody else', async () => {
  const { presence, pass, answer } = setUp()
  presence.showing(['UA'])
  pass(300)
  await answer(0, [])
  presence.heard('UA', true)
  presence.heard('UZ', true)
  expect([presence.online('UA').value, presence.online('UZ').value]).toEqual([true, false])
})

test('without a connection nobody is online; with the next one everybody is asked for again', async () => {
  const { presence, asked, pass, answer } = setUp()
  presence.showing(['UA'])
  pass(300)
  await answer(0, ['UA'])
  presence.lost()
  expect(presence.online('UA').value).toBe(false)
  presence.resume()
  pass(0)
  expect(asked.length).toBe(2)
  await answer(1, ['UA'])
  expect(presence.online('UA').value).toBe(true)
})

test('an answer that comes after a later question is not looked at, and signals that were lost are made good', async () => {
  const { presence, asked, pass, answer } = setUp()
  presence.showing(['UA'])
  pass(300)
  presence.showing(['UB'])
  pass(300)
  await answer(1, ['UB'])
  await answer(0, ['UA'])
  expect([presence.online('UA').value, presence.online('UB').value]).toEqual([false, true])
  pass(4 * 60_000)
  expect(asked.length).toBe(3)
})

test('no more people are asked for than the server answers for, those named first before the others', () => {
  const { presence, asked, pass } = setUp()
  presence.showing(Array.from({ length: 300 }, (_, at) => `U${at}`))
  pass(300)
  expect(asked[0]?.users.length).toBe(200)
  expect(asked[0]?.users[0]).toBe('U0')
})
