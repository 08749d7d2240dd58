import { availableParallelism, loadavg } from 'node:os'
import { gzipSync } from 'node:zlib'

const SAMPLES = 5
/** What one sample took on the quiet machine on which the waits of these tests were chosen, milliseconds. */
const QUIET_MS = 4
const SLOWEST = 10

/** Always the same, and not easily compressed. */
const load = new Uint8Array(262_144)
for (let at = 0, x = 1; at < load.length; at += 1) {
  x = (Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + at) | 0
  load[at] = 97 + ((x >>> 20) % 17)
}

/**
 * How many times slower than a quiet machine this one is right now, from 1 to 10: seen by how long a small piece of work
 * takes, whether the processor is slow or others are busy on it. It costs 20 ms on a quiet machine.
 */
export function pace(): number {
  const started = performance.now()
  for (let sample = 0; sample < SAMPLES; sample += 1) gzipSync(load)
  const slower = (performance.now() - started) / (SAMPLES * QUIET_MS)
  // The load of the last minute: others may have been busy until just now.
  const crowded = (loadavg()[0] ?? 0) / availableParallelism()
  return Math.min(Math.max(slower, crowded, 1), SLOWEST)
}

let early: number | undefined

/**
 * For limits that have to be set before it is known how slow things will be, as of a whole test: they only end what
 * hangs, so they are ample.
 * @param ms how long it may take on a quiet machine, milliseconds
 */
export function patience(ms: number): number {
  early ??= pace()
  return Math.round(ms * Math.max(3, 2 * early))
}

/**
 * For a promise about time that a test measures: what it is on a quiet machine, stretched by how slow this one is now.
 * @param ms the promise, milliseconds or any other unit of time
 */
export function within(ms: number): number {
  return ms * pace()
}
