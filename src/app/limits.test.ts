import { expect, test } from 'bun:test'
import { localBus } from '#bus/local.ts'
import { Limits } from './limits.ts'

/** Two nodes that hear each other, and one clock in milliseconds. */
const twoNodes = () => {
  const bus = { ...localBus(), lossy: true }
  const clock = { now: 0 }
  const nodes = ['N1', 'N2'].map(node => new Limits(node, bus, () => clock.now))
  return { clock, nodes }
}

test('[R-17] who floods two nodes gets as much as at one of them, but for what they did not know of each other', () => {
  const { clock, nodes } = twoNodes()
  const seconds = 30
  let kept = 0
  for (; clock.now < seconds * 1000; clock.now += 10) {
    for (const node of nodes) if (node.take('message.post', 'Ada') === 0) kept++
    if (clock.now % 250 === 0) for (const node of nodes) node.tell()
  }
  const allowed = 30 + 10 * seconds
  expect(kept).toBeWithin(0.8 * allowed, 1.2 * allowed)
})

test('what one person does is counted for nobody else, and one kind of thing not for another', () => {
  const { nodes } = twoNodes()
  const [one, two] = nodes as [Limits, Limits]
  while (one.take('message.post', 'Ada') === 0);
  one.tell()
  expect(two.take('message.post', 'Ada')).toBeGreaterThan(0)
  expect(two.take('message.post', 'Bob')).toBe(0)
  expect(two.take('channel.create', 'Ada')).toBe(0)
  expect(two.take('read.mark', 'Ada')).toBe(0)
})

test('a debt is never more than what may come at once', () => {
  const { clock, nodes } = twoNodes()
  const [one, two] = nodes as [Limits, Limits]
  for (let round = 0; round < 3; round++) {
    while (one.take('message.post', 'Ada') === 0);
    while (two.take('message.post', 'Ada') === 0);
    for (const node of nodes) node.tell()
    for (const node of nodes) node.tell()
  }
  // Thirty that were too many, and one more.
  clock.now += 3100
  expect(one.take('message.post', 'Ada')).toBe(0)
})
