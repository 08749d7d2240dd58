import { describe, expect, test } from 'bun:test'
import type { Bus, Hint } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import type { Leases } from '#store/store.ts'
import { FENCE_TICK_MS, Fence } from './fence.ts'

/** A store's leases by a clock that the test moves, and a bus that loses what it is told to. */
const openNodes = () => {
  const world = { now: 0, pos: 0, answers: true, carries: (_: Hint): boolean => true }
  const rows = new Map<string, { seen: number; until: number }>()
  const answer = async <T>(value: () => T): Promise<T> => {
    if (!world.answers) throw new Error('away')
    return value()
  }
  const leases: Leases = {
    position: () => answer(() => world.pos),
    renew: (node, seen, ms) => answer(() => void rows.set(node, { seen, until: world.now + ms })),
    end: node => answer(() => void rows.delete(node)),
    live: () =>
      answer(() => [...rows].flatMap(([node, { seen, until }]) => (until > world.now ? [{ node, seen }] : []))),
  }
  const good = localBus()
  const bus: Bus = { ...good, lossy: true, publish: hints => good.publish(hints.filter(hint => world.carries(hint))) }
  const node = (name: string) => {
    const fence = new Fence(name, leases, bus, () => world.now)
    const did: string[] = []
    let open: () => void = () => {}
    let gate = Promise.resolve()
    fence.follow({
      look: async () => {
        await gate
        did.push('looked')
      },
      letGo: () => did.push('let go'),
    })
    const close = () => {
      gate = new Promise(resolve => {
        open = resolve
      })
    }
    return { fence, did, close, open: () => open() }
  }
  return { world, rows, one: node('N1'), two: node('N2') }
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const resolved = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false
  void promise.then(() => {
    done = true
  })
  await settled()
  return done
}

describe('[HUB-4] a command that ended something', () => {
  test('waits for nobody on a node that is alone, which is never stale', async () => {
    const { world, one } = openNodes()
    expect(await resolved(one.fence.settle())).toBeTrue()
    world.now = 1e9
    expect(one.fence.isStale()).toBeFalse()
    await one.fence.begin()
    expect(await resolved(one.fence.settle())).toBeTrue()
  })

  test('waits until the other node has looked and acted', async () => {
    const { world, one, two } = openNodes()
    await one.fence.begin()
    await two.fence.begin()
    world.pos = 7
    two.close()
    const waiting = one.fence.settle()
    expect(await resolved(waiting)).toBeFalse()
    two.open()
    expect(await resolved(waiting)).toBeTrue()
  })

  test('hears of it from the store where the bus is silent', async () => {
    const { world, one, two } = openNodes()
    await one.fence.begin()
    await two.fence.begin()
    world.carries = () => false
    world.pos = 7
    const waiting = one.fence.settle()
    expect(await resolved(waiting)).toBeFalse()
    world.now += FENCE_TICK_MS
    two.fence.tick()
    await settled()
    await waiting
    expect(two.did).toContain('looked')
  })

  test('asks again where the question was lost', async () => {
    const { world, one, two } = openNodes()
    await one.fence.begin()
    await two.fence.begin()
    world.pos = 7
    let questions = 0
    world.carries = hint => !('look' in hint) || ++questions > 1
    await one.fence.settle()
    expect(questions).toBe(2)
  })

  test('waits no longer than the lease of a node that is gone, and not for one that went in good order', async () => {
    const { world, rows, one, two } = openNodes()
    await one.fence.begin()
    await two.fence.begin()
    world.pos = 7
    world.carries = () => false
    const waiting = one.fence.settle()
    expect(await resolved(waiting)).toBeFalse()
    world.now = 5001
    await waiting
    await two.fence.end()
    expect([...rows.keys()]).toEqual(['N1'])
  })

  test('is not acknowledged where the store does not answer', async () => {
    const { world, one, two } = openNodes()
    await one.fence.begin()
    await two.fence.begin()
    world.answers = false
    await expect(one.fence.settle()).rejects.toThrow('away')
  })
})

describe('[HUB-4] a node', () => {
  test('that cannot renew its lease is stale before others count it as gone, and lets everybody go', async () => {
    const { world, one } = openNodes()
    await one.fence.begin()
    world.answers = false
    for (; world.now < 4500; world.now += 500) one.fence.tick()
    one.fence.guard()
    expect([one.fence.isStale(), one.did]).toEqual([false, ['looked']])
    world.now = 4501
    one.fence.guard()
    expect([one.fence.isStale(), one.did]).toEqual([true, ['looked', 'let go']])
  })

  test('that slept past its lease lets everybody go before it has one again', async () => {
    const { world, one } = openNodes()
    await one.fence.begin()
    world.now = 60_000
    one.fence.tick()
    await settled()
    expect([one.fence.isStale(), one.did.at(-1)]).toEqual([false, 'let go'])
  })

  test('that ends in the middle of a look leaves no lease behind', async () => {
    const { world, rows, one } = openNodes()
    await one.fence.begin()
    world.now = FENCE_TICK_MS
    one.close()
    one.fence.tick()
    const ended = one.fence.end()
    await settled()
    one.open()
    await ended
    await settled()
    expect([...rows.keys()]).toEqual([])
  })

  test('that cannot act on what it sees neither says that it has, nor renews its lease', async () => {
    const { world, rows, one } = openNodes()
    await one.fence.begin()
    one.fence.follow({ look: () => Promise.reject(new Error('a hole')), letGo: () => {} })
    world.now = 2000
    world.pos = 7
    one.fence.tick()
    await settled()
    expect(rows.get('N1')).toEqual({ seen: 0, until: 5000 })
  })
})
