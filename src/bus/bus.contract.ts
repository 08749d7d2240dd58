import { afterEach, describe, expect, test } from 'bun:test'
import { until } from '../../test/support/wait.ts'
import type { Bus, Hint } from './bus.ts'

/** The suite of the bus. `open` answers another node's end of one and the same bus each time, where there can be several. */
export const busContract = (name: string, open: () => Promise<Bus>, ends: 1 | 2): void => {
  describe(`the bus ${name}`, () => {
    const opened: Bus[] = []
    const another = async () => {
      const bus = await open()
      opened.push(bus)
      return bus
    }
    afterEach(async () => {
      for (const bus of opened.splice(0)) await bus.close()
    })

    test('everybody who listens hears every hint, also those of their own node, with all that is in it', async () => {
      const one = await another()
      const two = ends === 2 ? await another() : one
      const heard = [listenTo(one), listenTo(one), listenTo(two)]
      await Promise.all([one.check(), two.check()])
      const hints = [frame(1, '[{"row":"message","text":"\\u2028 \\"😀\\" é"}]'), signal, ...amongNodes, frame(2, '[]')]
      one.publish(hints.slice(0, 2))
      two.publish(hints.slice(2))
      for (const each of heard) {
        await until(() => each.length >= hints.length, { what: 'all hints' })
        expect(each.toSorted(byText)).toEqual(hints.toSorted(byText))
      }
    })

    test('hints of one node come in the order in which it told them, if nothing is wrong', async () => {
      const one = await another()
      const two = ends === 2 ? await another() : one
      const heard = listenTo(two)
      await two.check()
      for (let rev = 1; rev <= 500; rev++) one.publish([frame(rev, '[]')])
      await until(() => heard.length === 500, { what: 'all hints' })
      expect(heard).toEqual(Array.from({ length: 500 }, (_, index) => frame(index + 1, '[]')))
    })

    test('who stopped listening hears nothing more, others go on', async () => {
      const bus = await another()
      const gone: Hint[] = []
      const stop = bus.listen(hint => gone.push(hint))
      const heard = listenTo(bus)
      bus.publish([frame(1, '[]')])
      await until(() => heard.length === 1)
      stop()
      bus.publish([frame(2, '[]')])
      await until(() => heard.length === 2)
      expect(gone).toEqual([frame(1, '[]')])
    })

    test('a closed bus is silent, and to publish on it harms nobody', async () => {
      const bus = await another()
      const heard = listenTo(bus)
      await bus.close()
      bus.publish([frame(1, '[]')])
      expect(heard).toEqual([])
      await bus.close()
    })
  })
}

export const frame = (rev: number, rows: string | null): Hint => ({
  frame: {
    stream: 'C00000001',
    since: rev - 1,
    rev,
    rows,
    begins: [{ user: 'U00000001', stream: 'C00000001' }],
    ends: [{ session: 'S00000001' }],
  },
})

const signal: Hint = { signal: { about: 'C00000001', now: { typing: { channel: 'C00000001', user: 'U00000001' } } } }

const amongNodes: readonly Hint[] = [
  { look: 'N1' },
  { seen: { node: 'N1', pos: 7 } },
  { presence: { node: 'N1', beat: 7, since: 3, rev: 4, on: ['U00000001'], off: [] } },
  { presence: { node: 'N1', rev: 4, part: 0, parts: 1, users: ['U00000001', 'U00000002'] } },
  { presence: { asks: 'N1' } },
]

export const listenTo = (bus: Bus): Hint[] => {
  const heard: Hint[] = []
  bus.listen(hint => heard.push(hint))
  return heard
}

const byText = (a: Hint, b: Hint): number => JSON.stringify(a).localeCompare(JSON.stringify(b))
