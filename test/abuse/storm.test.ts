import { expect, test } from 'bun:test'
import { full } from '../support/full.ts'
import { endWithTests } from '../support/leftovers.ts'
import { patience, within } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { delayIn, memoryOf } from './vitals.ts'

const clients = full ? 2000 : 300
const processes = full ? 4 : 1
const timeout = patience(full ? 300_000 : 60_000)
/** Only with --full, where nothing else runs. */
const DELAY_MS = full ? 500 : Number.POSITIVE_INFINITY
const bounds = full ? ', nobody waiting more than 500 ms for a turn' : ' (how long anybody waits for a turn: --full)'

type Manners = 'hostile' | 'ours'
type Wave = { seconds: number; memory: number; delay: number }

test(
  `[R-15] ${clients} clients that come back at once, 3 times, after the server was killed: all resume${bounds}`,
  async () => {
    for (const { seconds } of await storm('hostile', 3)) {
      expect(seconds).toBeLessThan(within(60))
      expect(clients / seconds).toBeGreaterThan(150)
    }
  },
  timeout,
)

test(
  `[R-15] ${clients} clients that wait as the page does, after the server was killed: all resume within 45 s${bounds}`,
  async () => {
    const [wave] = await storm('ours', 1)
    expect(wave?.seconds).toBeLessThan(within(45))
  },
  timeout,
)

/** With all limits: a storm of many people must not be taken for one of somebody. */
const storm = async (manners: Manners, times: number): Promise<Wave[]> => {
  const server = await startServer()
  const each = clients / processes
  const crowds = Array.from({ length: processes }, (_, n) => startCrowd(server.url, n * each, each, manners))
  await Promise.all(crowds.map(crowd => crowd.says(1, 'in')))
  const steady = memoryOf(server.pid)
  const waves: Wave[] = []
  for (let number = 1; number <= times; number++) waves.push(await wave(server, crowds, number))
  for (const crowd of crowds) crowd.tell('end')
  const ends = await Promise.all(crowds.map(crowd => crowd.says(1, 'end')))
  for (const { seconds, memory, delay } of waves)
    console.log(
      `${clients} clients, ${manners}: back after ${seconds.toFixed(2)} s; memory ${mib(memory)} MiB (${mib(steady)} before); others waited ${Math.round(delay)} ms`,
    )
  expect(ends).toEqual(Array(processes).fill('end []'))
  for (const { memory, delay } of waves) {
    expect(memory).toBeLessThan(1.5 * steady)
    expect(delay).toBeLessThan(within(DELAY_MS))
  }
  expect(await server.stop()).toBe(0)
  return waves
}

/** The server is killed, and all come back. */
const wave = async (server: Server, crowds: readonly Crowd[], number: number): Promise<Wave> => {
  await server.kill9()
  await server.restart()
  const started = performance.now()
  let memory = 0
  const watching = setInterval(() => {
    memory = Math.max(memory, memoryOf(server.pid))
  }, 20)
  for (const crowd of crowds) crowd.tell('come')
  await Promise.all(crowds.map(crowd => crowd.says(number, 'back')))
  clearInterval(watching)
  return { seconds: (performance.now() - started) / 1000, memory, delay: await delayIn(server.url) }
}

const mib = (bytes: number): number => Math.round(bytes / 1024 ** 2)

type Crowd = ReturnType<typeof startCrowd>

const startCrowd = (url: string, first: number, count: number, manners: Manners) => {
  const command = [process.execPath, `${import.meta.dir}/storm-crowd.ts`, url, String(first), String(count), manners]
  const child = Bun.spawn(command, { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  endWithTests(child)
  let said = ''
  const gather = async () => {
    const decoder = new TextDecoder()
    for await (const piece of child.stdout) said += decoder.decode(piece, { stream: true })
  }
  void gather()
  const lines = (word: string) => said.split('\n').filter(line => line.split(' ')[0] === word)
  return {
    tell: (word: string) => {
      child.stdin.write(`${word}\n`)
      child.stdin.flush()
    },
    /** The nth line that begins with a word. */
    says: async (n: number, word: string): Promise<string> => {
      await until(() => lines(word).length >= n || (child.exitCode !== null && child.exitCode !== 0), {
        timeout: 120_000,
        what: `the word "${word}"`,
      })
      const found = lines(word)[n - 1]
      if (found === undefined) throw new Error(`The crowd ended with ${child.exitCode}.`)
      return found
    },
  }
}
