import { afterEach, describe, expect, test } from 'bun:test'
import { SLOW_BYTES } from '#edge/hub.ts'
import { Connection } from '../access/connection.ts'
import { connect, enter } from '../access/guest.ts'
import { check } from '../fire/check.ts'
import { FireClient } from '../fire/client.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { type Recorder, recorder } from '../fire/recorder.ts'
import { full } from '../support/full.ts'
import { endWithTests } from '../support/leftovers.ts'
import { patience, within } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { type Line, startLine } from './line.ts'
import { type Cage, cage, noCage } from './memory-cage.ts'
import { watchOverruns } from './queues.ts'
import { closesIn, filesBackTo, filesOf, p99, watchMemory } from './vitals.ts'

const stalled = full ? 50 : 8
/** What the kernel takes for a connection on this machine before anything waits in the server, roughly. */
const KERNEL_MESSAGES = 75
const MIB = 1024 * 1024
/** How long one may be kept for whom too much waits. */
const KEPT_MS = 10_000

let server: Server
let walls: Cage | undefined
const lines: Line[] = []

afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  await server.stop()
  walls?.remove()
  walls = undefined
})

const open = async (rate?: number): Promise<Line> => {
  const line = await startLine(server.port, rate)
  lines.push(line)
  return line
}

/** As long a text as there may be: the kernel's share is soon full. */
const long = 'x'.repeat(40_000)
const usual = 'x'.repeat(2048)

describe('[R-13] clients that stop reading while a busy channel goes on', () => {
  test(
    'pour: they are cut off at 1 MiB, and miss nothing in the end',
    async () => {
      const { closes, kept, violations, grown } = await busy(talk => burst(talk, 160))
      expect(violations).toEqual([])
      expect((closes[1006] ?? 0) + (closes[4008] ?? 0)).toBe(stalled)
      expect(Math.max(0, ...kept)).toBeLessThan(within(KEPT_MS))
      expect(grown).toBeLessThan(stalled + 64)
    },
    patience(60_000),
  )

  test(
    'trickle: they are closed with 4008 at 512 KiB, and miss nothing in the end',
    async () => {
      const { closes, kept, violations, grown } = await busy(async (talk, closed) => {
        await burst(talk, KERNEL_MESSAGES)
        // 400 kB a second: from 512 KiB to 1 MiB it takes longer than the watchdog sleeps.
        while (closed() < stalled) {
          await talk(1)
          await Bun.sleep(100)
        }
      })
      expect(violations).toEqual([])
      expect(closes[4008]).toBe(stalled)
      expect(Math.max(0, ...kept)).toBeLessThan(within(KEPT_MS))
      expect(grown).toBeLessThan(stalled + 64)
    },
    patience(60_000),
  )

  test.skipIf(!full)(
    `200 messages of 2 KiB a second for 60 s: they are closed with 4008, miss nothing in the end, and the healthy hear within 250 ms, but for one in a hundred${full ? '' : ' (skipped: takes two minutes, only with --full)'}`,
    async () => {
      const { closes, kept, violations, grown, heard, last, kills } = await busy(
        async talk => {
          const started = performance.now()
          for (let said = 0; said < 12_000; said += 10) {
            const due = started + said * 5
            await Promise.all([talk(10), until(() => performance.now() >= due)])
          }
        },
        { words: usual, room: noCage === '' ? 256 * MIB : undefined },
      )
      expect(violations).toEqual([])
      expect(last).toBeGreaterThanOrEqual(12_000)
      expect(kept.length).toBeGreaterThan(0)
      expect(closes[4008]).toBe(stalled)
      expect(Math.max(0, ...kept)).toBeLessThan(within(KEPT_MS))
      expect(p99(heard)).toBeLessThan(within(250))
      expect(grown).toBeLessThan(stalled + 64)
      expect(kills ?? 0).toBe(0)
    },
    patience(300_000),
  )

  test.skipIf(noCage !== '')(
    `pour, where the kernel kills who takes 256 MiB more than before: nobody is killed, and nobody misses anything${noCage}`,
    async () => {
      const { violations, kills } = await busy(talk => burst(talk, 160), { room: 256 * MIB })
      expect([violations, kills]).toEqual([[], 0])
    },
    patience(60_000),
  )

  test.skipIf(noCage !== '')(`control: who takes more is killed${noCage}`, async () => {
    const glutton =
      'process.stdin.once("data", () => setInterval(() => globalThis[Date.now()] = Buffer.alloc(2 ** 24, 1)))'
    const child = Bun.spawn([process.execPath, '-e', glutton], { stdin: 'pipe' })
    endWithTests(child)
    const memory = cage(child.pid, 256 * MIB)
    child.stdin.write('eat')
    child.stdin.flush()
    expect(await child.exited).toBe(137)
    expect(memory.kills()).toBe(1)
    memory.remove()
  })
})

/** Says so many messages and waits until they are kept. */
type Talk = (messages: number) => Promise<unknown>
type BusyOptions = {
  words?: string
  /** So many bytes more than before may the server take. */
  room?: number | undefined
}

const burst = async (talk: Talk, messages: number) => {
  for (let said = 0; said < messages; said += 5) await talk(5)
}

/** Healthy and stalled clients share a channel in which somebody talks; then the stalled ones read again. */
const busy = async (
  chat: (talk: Talk, closed: () => number) => Promise<unknown>,
  { words = long, room }: BusyOptions = {},
) => {
  server = await startServer({ args: ['--limits', 'off', '--log', 'debug'] })
  const [line, measured] = [await open(), await open()]
  const recorded = recorder()
  const arrive = (name: string, url: string) => client(name, () => url, recorded)
  const talkers = await Promise.all([1, 2].map(n => arrive(`healthy ${n}`, server.url)))
  // Says nothing, so that it gets no more than those who do not read.
  const healthy = [...talkers, await arrive('healthy 3', measured.url)]
  const slow = await Promise.all(Array.from({ length: stalled }, (_, n) => arrive(`slow ${n}`, line.url)))
  const clients = [...healthy, ...slow]
  let channel = ''
  for (const each of clients) channel = await each.join('busy')

  const files = filesOf(server.pid)
  const memory = watchMemory(server.pid)
  if (room !== undefined) walls = cage(server.pid, room)
  const [began, before, from] = [recorded.now(), measured.carried, line.stall()]
  const due = () => measured.carried - before
  const overruns = watchOverruns({ port: server.port, from, due, bytes: SLOW_BYTES })
  let last = 0
  const talk: Talk = async messages => {
    const posts = Array.from({ length: messages }, (_, n) => talkers[n % 2]?.post(channel, words))
    for (const outcome of await Promise.all(posts)) if (outcome && 'seq' in outcome) last = Math.max(last, outcome.seq)
  }
  const closed = () => Object.values(closesIn(server.logs())).reduce((sum, each) => sum + each, 0)
  await chat(talk, closed)
  const has = (each: FireClient) => each.view(channel).at(-1)?.seq === last
  await until(() => healthy.every(has), { what: 'the healthy ones to hold everything' })
  await until(() => closed() === stalled, { what: 'the end of the slow ones' })
  // Nothing of theirs is kept, though they have not even noticed.
  await filesBackTo(server.pid, files - stalled)
  const [grown, kept] = [memory.stop(), overruns.stop()]
  const closes = closesIn(server.logs())
  const heard = waitsIn(recorded, began, /^healthy/)
  expect(slow.some(has)).toBeFalse()

  line.heal()
  await until(() => slow.every(has), { what: 'the slow ones to hold everything', timeout: 120_000 })
  for (const each of clients) each.show(true)
  for (const each of clients) each.stop()
  const options = { name: 'reader', url: () => server.url, recorder: recorded, random: seeded(1) }
  const violations = check(recorded.history, await readAll(options, [channel]))
  console.log(
    `${stalled} stalled, ${last} messages of ${words.length} bytes: closed ${JSON.stringify(closes)}, at most ${Math.round(Math.max(0, ...kept))} ms after 512 KiB; healthy p99 ${p99(heard).toFixed(1)} ms; memory +${grown} MiB`,
  )
  return { closes, kept, violations, grown, heard, last, kills: walls?.kills() }
}

/** From a post to its arrival at those clients, milliseconds, for every message since then. */
const waitsIn = ({ history }: Recorder, since: number, whose: RegExp): number[] => {
  const said = new Map<string, number>()
  const waits: number[] = []
  for (const moment of history) {
    if (moment.t < since) continue
    if (moment.kind === 'send' && moment.phase === 'invoke') said.set(`${moment.author} ${moment.clientId}`, moment.t)
    if (moment.kind === 'arrival' && whose.test(moment.client)) waits.push(moment.t - (said.get(moment.key) ?? since))
  }
  return waits
}

const client = async (name: string, url: () => string, recorded: Recorder): Promise<FireClient> => {
  const made = new FireClient({ name, url, recorder: recorded, random: Math.random })
  await made.start()
  return made
}

describe('[SLOW] a reader on a slow line', () => {
  test(
    'who asks for 100 pages of 240 kB at once gets them one after another, and is not taken for slow',
    async () => {
      server = await startServer({ args: ['--limits', 'off', '--log', 'debug'] })
      await fill('\u0001'.repeat(40_000))
      const line = await open(4_000_000)
      const memory = watchMemory(server.pid)
      const reader = await Connection.greeted(line.url, (await enter(server.url, 'Reader')).token)
      for (let seq = 1; seq <= 100; seq++)
        reader.say({ id: seq, do: 'history', channel: '#long', before: seq + 1, limit: 1 })
      const answers = () => reader.frames.filter(({ re, ok }) => re && ok).length
      await until(() => answers() === 100 || reader.closed, { timeout: 40_000, what: 'all pages' })
      expect([answers(), reader.closed]).toEqual([100, null])
      expect(memory.stop()).toBeLessThan(64)
      reader.close()
    },
    patience(60_000),
  )

  test.skipIf(!full)(
    `at 200 kbit/s 100 messages of 40,000 characters arrive, page by page${full ? '' : ' (skipped: takes 3 minutes, only with --full)'}`,
    async () => {
      server = await startServer({ args: ['--limits', 'off', '--log', 'debug'] })
      await fill('x'.repeat(40_000))
      const line = await open(25_000)
      const reader = await Connection.greeted(line.url, (await enter(server.url, 'Reader')).token)
      const beat = setInterval(() => reader.say({ do: 'ping' }), 20_000)
      const seqs: number[] = []
      let before = Number.MAX_SAFE_INTEGER
      for (let id = 1, more = true; more; id++) {
        reader.say({ id, do: 'history', channel: '#long', before })
        const page = await until(() => reader.frames.find(({ re }) => re === id) ?? reader.closed, { timeout: 60_000 })
        const { ok } = page as { ok: { rows: { seq: number }[]; more: boolean } }
        seqs.unshift(...ok.rows.map(({ seq }) => seq))
        before = seqs[0] ?? 0
        more = ok.more
      }
      clearInterval(beat)
      expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
      expect(closesIn(server.logs())).toEqual({ 1006: 1 })
      reader.close()
    },
    patience(400_000),
  )
})

/** A channel of 100 messages. */
const fill = async (text: string): Promise<void> => {
  const { socket } = await connect(server.url, 'Writer')
  await socket.ask({ do: 'channel.create', name: 'long' })
  for (let n = 0; n < 100; n++) await socket.ask({ do: 'message.post', channel: '#long', clientId: `long-${n}`, text })
  socket.close()
}
