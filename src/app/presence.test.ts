import { describe, expect, test } from 'bun:test'
import type { Bus, Hint, PresenceHint } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import { PRESENCE_TICK_MS, Presence } from './presence.ts'

const [ada, bob, cleo] = ['U00000001', 'U00000002', 'U00000003']

/** Nodes on one clock and one bus, of which every hint can be taken off or kept back. */
const openNodes = (count = 2) => {
  let now = 0
  let carries: (hint: PresenceHint) => boolean = () => true
  const asleep = new Set<Presence>()
  const good = localBus()
  const said: PresenceHint[] = []
  const bus: Bus = {
    ...good,
    lossy: true,
    publish: hints => {
      for (const hint of hints) {
        if (!('presence' in hint)) continue
        said.push(hint.presence)
        if (carries(hint.presence)) good.publish([hint])
      }
    },
  }
  const nodes = Array.from({ length: count }, (_, index) => new Presence(`N${index}`, bus, () => now))
  const told = nodes.map(node => {
    const each: string[] = []
    node.listen((user, online) => each.push(`${user} ${online ? 'came' : 'went'}`))
    return each
  })
  const pass = (ms: number) => {
    for (const end = now + ms; now < end; ) {
      now += PRESENCE_TICK_MS
      for (const node of nodes) if (!asleep.has(node)) node.tick()
    }
  }
  const [one, two] = nodes as [Presence, Presence]
  return {
    one,
    two,
    told: told as [string[], string[]],
    said,
    asleep,
    pass,
    bring: (hint: Hint) => good.publish([hint]),
    carry: (filter: typeof carries) => {
      carries = filter
    },
  }
}

describe('on one node', () => {
  test('[PRESENCE-1] the first socket brings somebody, further ones change nothing', () => {
    const { one, told } = openNodes(1)
    expect(one.isOnline(ada)).toBeFalse()
    one.enter(ada)
    one.enter(ada)
    expect(one.isOnline(ada)).toBeTrue()
    expect(told[0]).toEqual([`${ada} came`])
  })

  test('[PRESENCE-1] after the last socket they are gone, but not at once', () => {
    const { one, told, pass } = openNodes(1)
    one.enter(ada)
    one.enter(ada)
    one.leave(ada)
    pass(5000)
    expect(one.isOnline(ada)).toBeTrue()
    one.leave(ada)
    pass(750)
    expect(one.isOnline(ada)).toBeTrue()
    pass(250)
    expect(one.isOnline(ada)).toBeFalse()
    expect(told[0]).toEqual([`${ada} came`, `${ada} went`])
  })

  test('[PRESENCE-1] a reload is not seen, however often', () => {
    const { one, told, pass } = openNodes(1)
    for (let reload = 0; reload < 5; reload++) {
      one.enter(ada)
      pass(500)
      one.leave(ada)
      pass(750)
    }
    expect(told[0]).toEqual([`${ada} came`])
  })

  test('a socket that was never counted is none that closes', () => {
    const { one, told, pass } = openNodes(1)
    one.leave(ada)
    pass(2000)
    expect(told[0]).toEqual([])
  })

  test('a node that is alone says nothing to anybody', () => {
    const bus = localBus()
    const said: Hint[] = []
    bus.listen(hint => said.push(hint))
    let now = 0
    const node = new Presence('N1', bus, () => now)
    node.enter(ada)
    for (now = 0; now < 5000; now += PRESENCE_TICK_MS) node.tick()
    expect(said).toEqual([])
  })
})

describe('between nodes', () => {
  test('[PRESENCE-2] who comes and goes on one is told on the other', () => {
    const { one, two, told, pass } = openNodes()
    one.enter(ada)
    two.enter(bob)
    pass(1000)
    expect([two.isOnline(ada), one.isOnline(bob)]).toEqual([true, true])
    one.leave(ada)
    pass(1250)
    expect(two.isOnline(ada)).toBeFalse()
    expect(told).toEqual([
      [`${ada} came`, `${bob} came`, `${ada} went`],
      [`${bob} came`, `${ada} came`, `${ada} went`],
    ])
  })

  test('[PRESENCE-1] who is on both, or moves from one to the other, is seen once', () => {
    const { one, two, told, pass } = openNodes()
    one.enter(ada)
    pass(1000)
    one.leave(ada)
    pass(250)
    two.enter(ada)
    pass(3000)
    one.enter(ada)
    pass(1000)
    two.leave(ada)
    pass(3000)
    expect(told).toEqual([[`${ada} came`], [`${ada} came`]])
  })

  test('[PRESENCE-2] what was lost is asked for with the next beat', () => {
    const { one, two, told, pass, carry } = openNodes()
    one.enter(ada)
    pass(1000)
    carry(hint => !('on' in hint && hint.on.includes(bob)))
    one.enter(bob)
    one.leave(ada)
    pass(250)
    expect(two.isOnline(bob)).toBeFalse()
    pass(1000)
    expect([two.isOnline(ada), two.isOnline(bob)]).toEqual([false, true])
    expect(told[1].toSorted()).toEqual([`${ada} came`, `${ada} went`, `${bob} came`])
  })

  test('[PRESENCE-2] so is the question itself, and the answer', () => {
    for (const lost of ['asks', 'part']) {
      const { one, two, pass, carry } = openNodes()
      one.enter(ada)
      let losses = 2
      carry(hint => !(lost in hint && losses-- > 0))
      pass(2000)
      expect([lost, two.isOnline(ada), losses < 0]).toEqual([lost, true, true])
    }
  })

  test('[PRESENCE-2] doubled, late and reordered hints change nothing that is newer', () => {
    const { one, two, told, said, pass, bring } = openNodes()
    one.enter(ada)
    pass(1000)
    one.leave(ada)
    pass(1500)
    one.enter(bob)
    pass(500)
    for (const presence of said.toReversed()) bring({ presence })
    pass(500)
    expect([two.isOnline(ada), two.isOnline(bob)]).toEqual([false, true])
    expect(told[1]).toEqual([`${ada} came`, `${ada} went`, `${bob} came`])
  })

  test('[PRESENCE-3] a node that falls silent is gone with its people within two seconds; two beats may be lost', () => {
    const { one, two, told, pass, asleep } = openNodes()
    one.enter(ada)
    pass(1000)
    asleep.add(one)
    pass(1500)
    expect(two.isOnline(ada)).toBeTrue()
    pass(500)
    expect(two.isOnline(ada)).toBeFalse()
    asleep.delete(one)
    pass(1000)
    expect(two.isOnline(ada)).toBeTrue()
    expect(told[1]).toEqual([`${ada} came`, `${ada} went`, `${ada} came`])
  })

  test('[PRESENCE-3] an old beat is no sign of life', () => {
    const { one, two, said, pass, asleep, bring } = openNodes()
    one.enter(ada)
    pass(1000)
    asleep.add(one)
    for (let turn = 0; turn < 10; turn++) {
      for (const presence of said.slice(0, 20)) bring({ presence })
      pass(250)
    }
    expect(two.isOnline(ada)).toBeFalse()
  })

  test('[PRESENCE-3] who slept themselves concludes nothing from the silence', () => {
    const { one, two, told, pass, asleep } = openNodes()
    one.enter(ada)
    pass(1000)
    asleep.add(one).add(two)
    pass(10_000)
    asleep.clear()
    pass(1000)
    expect(two.isOnline(ada)).toBeTrue()
    expect(told[1]).toEqual([`${ada} came`])
  })

  test('[PRESENCE-3] without a bus each shows its own, and with it everybody again', () => {
    const { one, two, pass, carry } = openNodes()
    one.enter(ada)
    two.enter(bob)
    pass(1000)
    carry(() => false)
    pass(2500)
    expect([one, two].map(node => [node.isOnline(ada), node.isOnline(bob)])).toEqual([
      [true, false],
      [false, true],
    ])
    one.enter(cleo)
    carry(() => true)
    pass(1000)
    expect([one, two].map(node => [ada, bob, cleo].every(user => node.isOnline(user)))).toEqual([true, true])
  })

  test('[SIZE] a hundred thousand people fit through in small hints, and into little memory', () => {
    const { one, two, said, pass, carry } = openNodes()
    const people = Array.from({ length: 100_000 }, (_, number) => `U${String(number).padStart(11, '0')}`)
    carry(hint => 'asks' in hint || 'part' in hint || hint.on.length === 0)
    pass(1000)
    for (const user of people) one.enter(user)
    pass(1000)
    expect(people.every(user => two.isOnline(user))).toBeTrue()
    expect(Math.max(...said.map(hint => JSON.stringify(hint).length))).toBeLessThan(64 * 1024)
  })
})
