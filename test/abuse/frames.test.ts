import { afterAll, beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { commands, inbound } from '#protocol/commands.ts'
import { FRAME_BYTES } from '#protocol/limits.ts'
import { refusals } from '#protocol/refusals.ts'
import { Connection, type Frame } from '../access/connection.ts'
import { openDump } from '../access/dump.ts'
import { enter } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

/** Frames on a socket: not so many that invalid ones close it. */
const BATCH = 20
const batches = full ? 5000 : 200

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
  await server.stop()
})

const lone = fc.constantFrom('\ud800', '\udc00', 'a\ud800b', '\u0000', '\ufeff', '\u202e', '__proto__', 'constructor')

/** Values that a careless server would trip over. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(-1, -0, 0.5, 2 ** 31, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e308, Number.MIN_VALUE),
  fc.constantFrom(
    '',
    ' ',
    '#',
    '#general',
    'C',
    'C0000000000',
    'U0000000000',
    'directory',
    "'; drop table messages; --",
    '%s%n',
    '../..',
    '1e400',
    'NaN',
  ),
  lone,
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constant(Array(1000).fill(0)),
  fc.constant('x'.repeat(40_001)),
  fc.constant(nested(200)),
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { x: value }
  return value
}

const names = Object.keys(inbound)
const fields = [
  'channel',
  'clientId',
  'text',
  'name',
  'seq',
  'before',
  'limit',
  'epoch',
  'stream',
  'since',
  'newest',
  'ids',
  'after',
  'users',
]
const field = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: lone })

/** A known command, with some fields of any kind. */
const crooked = fc
  .record({ name: fc.constantFrom(...names), said: fc.dictionary(field, junk, { maxKeys: 5 }) })
  .map(({ name, said }) => ({ ...said, do: name }))

/** A good command but for one field. */
const nearly = fc
  .record({
    good: fc.constantFrom(
      { do: 'message.post', channel: '#general', clientId: 'one', text: 'x' },
      { do: 'history', channel: '#general', before: 5, limit: 10 },
      { do: 'sync', epoch: 'E', stream: 'directory', since: 0, newest: { seq: 1, ts: '1700000000.000123' } },
      { do: 'read.mark', channel: '#general', seq: 1 },
      { do: 'users', ids: ['U0000000000'] },
      { do: 'channel.create', name: 'x' },
      { do: 'profile.rename', name: 'Fuzzer' },
      { do: 'watch', channel: '#general' },
    ),
    pick: fc.nat(),
    value: junk,
  })
  .map(({ good, pick, value }) => {
    const keys = Object.keys(good).slice(1)
    return { ...good, [keys[pick % keys.length] ?? 'text']: value }
  })

type Bend = { at: number; what: 'cut' | 'double' | 'swap' | 'id' }
type Attempt = { said: object; bend: Bend | null }

const attempt: fc.Arbitrary<Attempt> = fc.record({
  said: fc.oneof(
    { weight: 4, arbitrary: crooked },
    { weight: 4, arbitrary: nearly },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), junk) },
  ),
  bend: fc.option(fc.record({ at: fc.nat(), what: fc.constantFrom<Bend['what'][]>('cut', 'double', 'swap', 'id') }), {
    freq: 12,
  }),
})

/** As JSON, under an id of ours, so that the answer can be found; or bent so that there may be none. */
const written = ({ said, bend }: Attempt, id: number): { text: string; id: number | null | undefined } => {
  const text = JSON.stringify({ ...said, id })
  if (bend === null) return { text, id }
  const at = bend.at % text.length
  switch (bend.what) {
    case 'cut':
      return { text: text.slice(0, at), id: null }
    case 'double':
      return { text: text + text, id: null }
    case 'swap':
      return { text: `${text.slice(0, at)}"${text.slice(at + 1)}`, id: undefined }
    case 'id':
      return { text: text.replace(/"id":\d+\}$/, '"id":-1}'), id: null }
  }
}

let ids = 0

test(
  `[R-20] ${batches * BATCH} malformed frames: each is answered by a refusal or as it should be, and what is refused changes nothing`,
  async () => {
    const counts = { ok: 0, refused: 0, unchanged: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: BATCH, maxLength: BATCH }), async attempts => {
        const socket = await Connection.greeted(server.url, token)
        const before = dump.take()
        const sent = attempts.map(each => written(each, ++ids))
        for (const { text } of sent) socket.raw(text)
        const answers = await answersTo(socket, sent)
        judge(sent, answers)
        counts.ok += answers.filter(({ ok }) => ok).length
        counts.refused += answers.filter(({ refused }) => refused).length
        // What was never answered may have happened.
        const happened = sent.some(
          ({ text, id }) => isDurable(text) && answers.some(({ re, ok }) => ok && (re === id || id === undefined)),
        )
        if (happened || answers.length < sent.length) return
        expect(dump.take() === before).toBeTrue()
        counts.unchanged++
      }),
      { numRuns: batches },
    )
    console.log(
      `answered ${counts.ok}, refused ${counts.refused}; ${counts.unchanged} of ${batches} batches of nothing but refusals`,
    )
    expect(counts.refused).toBeGreaterThan(batches * BATCH * 0.5)
    expect(counts.unchanged).toBeGreaterThan(batches * 0.3)
    expect(wrongIn(server.logs())).toEqual([])
    await (await Connection.greeted(server.url, token)).settled()
  },
  patience(full ? 600_000 : 60_000),
)

/** Each frame has one answer, unless one of them was too large. */
const answersTo = async (socket: Connection, sent: readonly { text: string }[]): Promise<Frame[]> => {
  const answers = () => socket.frames.filter(frame => 're' in frame)
  await until(() => answers().length >= sent.length || socket.closed, { what: `${sent.length} answers` })
  const large = sent.some(({ text }) => Buffer.byteLength(text) > FRAME_BYTES)
  if (large || socket.closed) expect([large, await socket.ends()]).toEqual([true, 1009])
  else expect(answers()).toHaveLength(sent.length)
  socket.close()
  return answers()
}

const judge = (sent: readonly { text: string; id: number | null | undefined }[], answers: readonly Frame[]): void => {
  const known = new Set(sent.map(({ id }) => id))
  for (const { re, ok, refused } of answers) {
    if (!known.has(re as number) && re !== null && !known.has(undefined)) throw new Error(`An answer to nothing: ${re}`)
    if (ok !== undefined) continue
    const { code, message } = refused as { code: string; message: unknown }
    expect([Object.hasOwn(refusals, code), typeof message]).toEqual([true, 'string'])
    if (code === 'unavailable') throw new Error(`The server gave up on ${sent.find(({ id }) => id === re)?.text}`)
  }
}

const isDurable = (text: string): boolean => Object.keys(commands).some(name => text.includes(`"${name}"`))

/** What it logged beside its usual lines: nothing. */
const wrongIn = (logs: string): string[] =>
  logs.split('\n').filter(line => line !== '' && !/"event":"(started|limits\.off)"/.test(line))
