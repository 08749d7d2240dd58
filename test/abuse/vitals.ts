import { readdirSync, readFileSync } from 'node:fs'
import { until } from '../support/wait.ts'

const MIB = 1024 * 1024

/** What a process holds, as Linux says. */
export const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

export const filesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

/** Watches a process until `stop`, which answers by how many MiB its memory was above what it held at first, at most. */
export const watchMemory = (pid: number): { stop(): number } => {
  const first = memoryOf(pid)
  let most = first
  const look = () => {
    most = Math.max(most, memoryOf(pid))
  }
  const timer = setInterval(look, 20)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return Math.round((most - first) / MIB)
    },
  }
}

/** The longest that anything in a server had to wait for its turn since this was last asked, milliseconds. */
export const delayIn = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const [, seconds] = /^flack_event_loop_delay_seconds (\S+)$/m.exec(metrics) ?? []
  if (seconds === undefined) throw new Error('The server does not say how late its event loop is.')
  return Number(seconds) * 1000
}

/** The value that a hundredth of them exceed; infinite where there are none. */
export const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY

/** Resolves when a process holds no more files than that; a few come and go by themselves. */
export const filesBackTo = (pid: number, before: number, timeout = 10_000): Promise<unknown> =>
  until(() => filesOf(pid) <= before + 2, { timeout, what: `${before} open files (there are ${filesOf(pid)})` })

/** How often sockets were closed, by code, as a server that logs `debug` says. */
export const closesIn = (logs: string): Record<string, number> => {
  const closes: Record<string, number> = {}
  for (const line of logs.split('\n')) {
    if (!line.includes('"socket.closed"')) continue
    const { code } = JSON.parse(line) as { code: number }
    closes[code] = (closes[code] ?? 0) + 1
  }
  return closes
}
