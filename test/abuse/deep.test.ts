import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { parseInbound } from '#protocol/codec.ts'
import { FRAME_BYTES } from '#protocol/limits.ts'
import { Connection } from '../access/connection.ts'
import { openDump } from '../access/dump.ts'
import { enter } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'

/** [R-20] JSON that is deep, wide or endless, in every place of every command. */

const DEPTH = 10_000
const WIDTH = 100_000

const lists = '['.repeat(DEPTH) + ']'.repeat(DEPTH)
const objects = `${'{"x":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`

/** As JSON. */
const monsters: Readonly<Record<string, string>> = {
  [`${DEPTH} lists in one another`]: lists,
  [`${DEPTH} objects in one another`]: objects,
  [`${DEPTH} lists that never end`]: '['.repeat(DEPTH),
  [`a list of ${WIDTH}`]: `[${'0,'.repeat(WIDTH - 1)}0]`,
  'an object of 20,000 fields': `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":0`).join(',')}}`,
  'one field 20,000 times': `{${'"__proto__":{},'.repeat(14_999)}"__proto__":{}}`,
  [`a number of ${WIDTH} digits`]: '9'.repeat(WIDTH),
  '1e400': '1e400',
  '-1e400': '-1e400',
  NaN: 'NaN',
  'half a surrogate, 40,001 times': `"${'\\ud800'.repeat(40_001)}"`,
  '40,001 letters, escaped': `"${'\\u0061'.repeat(40_001)}"`,
}

/** Good commands, as JSON by field; each of them is spoilt in turn. */
const good: readonly Readonly<Record<string, string>>[] = [
  { do: '"message.post"', channel: '"#general"', clientId: '"one"', text: '"x"' },
  { do: '"history"', channel: '"#general"', before: '5', limit: '10' },
  { do: '"sync"', epoch: '"E"', stream: '"directory"', since: '0', newest: '{"seq":1,"ts":"1700000000.000123"}' },
  { do: '"read.mark"', channel: '"#general"', seq: '1' },
  { do: '"users"', ids: '["U0000000000"]' },
  { do: '"presence"', users: '["U0000000000"]' },
  { do: '"channel.create"', name: '"x"' },
  { do: '"profile.rename"', name: '"Fuzzer"' },
  { do: '"watch"', channel: '"#general"' },
]

const jsonOf = (fields: Readonly<Record<string, string>>): string =>
  `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`

const spoilt = (monster: string): string[] => [
  monster,
  jsonOf({ id: monster, do: '"ping"' }),
  ...good.flatMap(fields => Object.keys(fields).map(field => jsonOf({ id: '7', ...fields, [field]: monster }))),
]

describe('[R-20] in every field of every command', () => {
  let server: Server
  let dump: ReturnType<typeof openDump>
  let token = ''

  beforeAll(async () => {
    server = await startServer({ args: ['--limits', 'off'] })
    dump = openDump(server.dataDir)
    token = (await enter(server.url, 'Fuzzer')).token
  })

  afterAll(async () => {
    dump.close()
    expect(await server.stop()).toBe(0)
  })

  test.each(Object.entries(monsters))('%s: refused, and nothing has changed', async (_, monster) => {
    const before = dump.take()
    for (const text of spoilt(monster)) {
      // On a socket of its own: twenty that cannot be read would close it.
      const socket = await Connection.greeted(server.url, token)
      socket.raw(text)
      const { re, refused } = await socket.hears(frame => 're' in frame, `the answer to ${text.slice(0, 40)}`)
      expect([null, 7]).toContain(re as null)
      // Any string may be another epoch.
      if (refused === undefined) expect(text.slice(0, 40)).toMatch(/^\{"id":7,"do":"sync","epoch":"/)
      socket.close()
    }
    expect(dump.take() === before).toBeTrue()
  })
})

const BOUND_MS = 5
const SAMPLE_BYTES = 64 * 1024

/** Of a text as long as a frame may be: milliseconds for each 64 KiB, the best of twenty times. */
const costOf = (text: string): number => {
  const times = Array.from({ length: 20 }, () => {
    const started = performance.now()
    parseInbound(text)
    return performance.now() - started
  })
  return (Math.min(...times) * SAMPLE_BYTES) / Math.max(SAMPLE_BYTES, Buffer.byteLength(text))
}

test.skipIf(!full)(
  `[R-20] reading takes at most ${BOUND_MS} ms for each 64 KiB, whatever it is${full ? '' : ' (skipped: a time, only with --full)'}`,
  () => {
    const costs = Object.entries(monsters)
      .flatMap(([name, monster]) => spoilt(monster).map(text => ({ name, cost: costOf(text) })))
      .sort((a, b) => b.cost - a.cost)
    console.log(`the dearest: ${costs[0]?.name}, ${costs[0]?.cost.toFixed(2)} ms for each 64 KiB`)
    expect(costs.filter(({ cost }) => cost > BOUND_MS)).toEqual([])
  },
  patience(60_000),
)

test('[R-20] none of them is so large that it would be refused for that', () => {
  for (const monster of Object.values(monsters))
    for (const text of spoilt(monster)) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(FRAME_BYTES)
})
