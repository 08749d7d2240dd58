import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME } from '../../../test/support/fake-world.ts'
import { Adoption } from './adoption.ts'
import type { Environment } from './api.ts'
import type { Outbox } from './outbox.ts'
import { type Kept, OutboxStore } from './outbox-store.ts'

/** Tabs of one browser: they hear each other, and hold real locks. */
const tabsOf = (world: FakeWorld) => {
  const hearers = new Map<string, (message: unknown) => void>()
  const holders = new Map<string, Promise<void>>()
  const adopted: [tab: string, texts: string[]][] = []
  const open = (tab: string) => {
    const environment: Environment = {
      ...world.environment,
      broadcast: {
        post: message => {
          for (const [other, hear] of hearers) if (other !== tab) queueMicrotask(() => hear(message))
        },
        listen: hear => {
          hearers.set(tab, hear)
          return () => hearers.delete(tab)
        },
      },
      exclusively: (name, work) => {
        const done = (holders.get(name) ?? Promise.resolve()).then(work)
        holders.set(name, done)
        return done
      },
    }
    const store = new OutboxStore(environment)
    const adopt = (posts: readonly Kept[]) => {
      if (posts.length > 0) adopted.push([tab, posts.flatMap(({ act }) => ('text' in act ? act.text : []))])
    }
    return { adoption: new Adoption(environment, tab, { adopt } as unknown as Outbox, store), store }
  }
  return { open, adopted }
}

const post = (tab: string, order: number, at = 1_000): Kept => ({
  clientId: `${tab}-${order}`,
  tab,
  author: ME,
  act: { do: 'message.post', channel: GENERAL, text: `${tab} ${order}` },
  at,
  order,
  failed: null,
})

test('[ADOPT] a tab that came later looks after one that was there before and had left nothing yet', async () => {
  const world = new FakeWorld()
  const { open, adopted } = tabsOf(world)
  const first = open('first')
  void first.adoption.start()
  const second = open('second')
  void second.adoption.start()
  await world.pass(1)
  first.store.keep(post('first', 0))
  await world.pass(1)
  expect(adopted).toEqual([])
  first.adoption.stop()
  await world.pass(1)
  expect(adopted).toEqual([['second', ['first 0']]])
})

test('[ADOPT] one that nobody heard of is found by what it left', async () => {
  const world = new FakeWorld()
  const { open, adopted } = tabsOf(world)
  const { adoption, store } = open('here')
  void adoption.start()
  await world.pass(1)
  store.keep(post('silent', 0))
  await world.pass(1)
  expect(adopted).toEqual([])
  await adoption.look()
  await world.pass(1)
  expect(adopted).toEqual([['here', ['silent 0']]])
})

test('[ADOPT] what a tab left keeps its order, although the clock went back meanwhile', async () => {
  const world = new FakeWorld()
  const { open, adopted } = tabsOf(world)
  const { adoption, store } = open('here')
  store.keep(post('gone', 0, 9_000_000))
  store.keep(post('gone', 1, 1_000))
  store.keep(post('gone', 2, 5_000_000))
  await world.pass(1)
  void adoption.start()
  await world.pass(1)
  expect(adopted).toEqual([['here', ['gone 0', 'gone 1', 'gone 2']]])
})

test('[ADOPT] a tab whose person signed out and in again is looked after again', async () => {
  const world = new FakeWorld()
  const { open, adopted } = tabsOf(world)
  const first = open('first')
  void first.adoption.start()
  void open('second').adoption.start()
  await world.pass(1)
  first.adoption.stop()
  await world.pass(1)
  void first.adoption.start()
  await world.pass(1)
  first.store.keep(post('first', 0))
  await world.pass(1)
  expect(adopted).toEqual([])
  first.adoption.stop()
  await world.pass(1)
  expect(adopted).toEqual([['second', ['first 0']]])
})
