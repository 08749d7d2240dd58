import { expect, test } from 'bun:test'
import { full } from '../support/full.ts'
import { endWithTests } from '../support/leftovers.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { memoryOf } from './vitals.ts'

const clients = full ? 2000 : 300
const processes = full ? 4 : 1
const waves = 3

test(
  `[R-15] ${clients} clients that come back at once, ${waves} times, after the server was killed: all resume`,
  async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const each = clients / processes
    const crowds = Array.from({ length: processes }, (_, n) => startCrowd(server.url, n * each, each))
    await Promise.all(crowds.map(crowd => crowd.says(1, 'in')))
    const steady = memoryOf(server.pid)
    const rates: number[] = []
    let most = 0
    for (let wave = 1; wave <= waves; wave++) {
      await server.kill9()
      await server.restart()
      const started = performance.now()
      const watching = setInterval(() => {
        most = Math.max(most, memoryOf(server.pid))
      }, 20)
      for (const crowd of crowds) crowd.tell('come')
      await Promise.all(crowds.map(crowd => crowd.says(wave, 'back')))
      clearInterval(watching)
      rates.push(Math.round((clients * 1000) / (performance.now() - started)))
    }
    for (const crowd of crowds) crowd.tell('end')
    const ends = await Promise.all(crowds.map(crowd => crowd.says(1, 'end')))
    console.log(
      `${clients} clients: ${rates.join(', ')} resumed a second; memory ${mib(steady)} MiB before, ${mib(most)} at most`,
    )
    expect(ends).toEqual(Array(processes).fill('end []'))
    for (const rate of rates) expect(rate).toBeGreaterThan(150)
    expect(most).toBeLessThan(1.5 * steady + 32 * 1024 ** 2)
    expect(await server.stop()).toBe(0)
  },
  full ? 300_000 : 60_000,
)

const mib = (bytes: number): number => Math.round(bytes / 1024 ** 2)

const startCrowd = (url: string, first: number, count: number) => {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/storm-crowd.ts`, url, String(first), String(count)], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
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
