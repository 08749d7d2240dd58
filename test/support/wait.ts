import { pace } from './pace.ts'

const shortest = 2
const longest = 50

/**
 * How long everybody has to come back after a server was away, milliseconds: the next try may be half a minute
 * off, and what was missed is still to be fetched.
 */
export const RETURN_MS = 45_000

/**
 * Waits for a condition instead of for a time.
 * @param condition asked again and again until its answer is truthy; what it throws ends the waiting
 * @param options timeout in milliseconds (10,000 by default) on a quiet machine, longer where the machine shows itself
 * slow when it is over; and what is waited for, as it is to be read in the failure
 * @returns the truthy answer
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeout = 10_000, what = 'the condition' }: { timeout?: number; what?: string } = {},
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const started = performance.now()
  let pause = shortest
  let patience = timeout
  for (;;) {
    const answer = await condition()
    if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>
    const waited = performance.now() - started
    // Looked at when it matters: until then nothing is known of how slow the machine was meanwhile.
    if (waited >= patience) patience = Math.max(patience, timeout * pace())
    if (waited >= patience) throw new Error(`Waited ${Math.round(waited)} ms in vain for ${what}.`)
    await Bun.sleep(pause)
    pause = Math.min(pause * 1.5, longest)
  }
}
