import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from './bench.ts'
import { spawnOn } from './children.ts'
import { SERVER_CPU, type Tools } from './tools.ts'

/** A server on its own core. */
export type Running = {
  port: number
  /** From the start of the process until it said that it is ready, milliseconds. */
  startMs: number
  /** Bytes of memory that it holds now. */
  memory(): number
  stop(): Promise<void>
}

const PATIENCE_MS = 30_000

/** `flack serve` on a data directory, without limits on rates. */
export const startFlack = (dataDir: string): Promise<Running> => {
  const main = join(import.meta.dir, '../src/main.ts')
  const options = ['--port', '0', '--data', dataDir, '--limits', 'off', '--log', 'error']
  return start([process.execPath, main, 'serve', ...options], /Flack is ready: http:\/\/127\.0\.0\.1:(\d+)/)
}

export const startReference = ({ cref }: Tools): Promise<Running> => start([cref], /^(\d+)\n/)

/** Starts a program and waits until it names its port, the first group of `ready`. */
export const start = async (command: readonly string[], ready: RegExp, cwd?: string): Promise<Running> => {
  const began = performance.now()
  const child = spawnOn(SERVER_CPU, command, cwd)
  const port = await Promise.race([portIn(child.stdout, ready), Bun.sleep(PATIENCE_MS)])
  const startMs = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    await child.exited
    clearTimeout(late)
  }
  if (!port) {
    await stop()
    throw new BenchError(`${command.join(' ')} did not start.`)
  }
  return { port, startMs, memory: () => memoryOf(child.pid), stop }
}

const portIn = async (output: ReadableStream<Uint8Array>, ready: RegExp): Promise<number | null> => {
  const decoder = new TextDecoder()
  let said = ''
  for await (const chunk of output) {
    said += decoder.decode(chunk, { stream: true })
    const found = said.match(ready)
    if (found) return Number(found[1])
  }
  return null
}

const memoryOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m)?.[1] ?? 0) * 1024
