import { describe, expect, test } from 'bun:test'
import { seeded } from '../fire/random.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Call, failNth, noNthCall } from './nth-call.ts'

/** The server has come to about 80 writes and 8 fsyncs when it is ready: some fail before, some after that. */
const last = 200
const some = 4
/** So many runs at once: most of a run is waiting for the next try. */
const lanes = 4
/** By SIGKILL, which lets nothing be written any more. */
const KILLED = 137

/** All, or a few by chance: each half of them before and after about when the server is ready. */
const numbers = (call: Call, seed: number): number[] => {
  if (full) return Array.from({ length: last }, (_, index) => index + 1)
  const random = seeded(seed)
  const ready = { pwrite64: 80, fsync: 8 }[call]
  return Array.from({ length: some }, (_, index) =>
    Math.ceil(index % 2 ? random() * ready : ready + random() * (last - ready)),
  )
}

const wrongWith = async (call: Call, nth: number): Promise<string[]> => {
  const { codes, wasReady, path, after, said, violations } = await failNth(call, nth)
  // SQLite does not look at what becomes of a folder's fsync, since not every system has that (unixSync in os_unix.c).
  const unseen = call === 'fsync' && path.endsWith('/data')
  // The marks of the lineage hold nothing that was acknowledged: without them the next start takes the database as it is.
  const isMark = /flack\.db-(lineage|reached)/.test(path)
  const ends = !unseen && !isMark && (!wasReady || call === 'fsync')
  const expected = ends ? [call === 'fsync' ? KILLED : 1, 0] : [0]
  const wrong = [
    ...violations,
    ...(String(codes) === String(expected) ? [] : [`exit codes ${codes}: ${said}`]),
    // Making a new file SQLite syncs what it takes back; nothing was acknowledged by then.
    ...(call === 'fsync' && ends && wasReady && after > 0 ? [`${after} more calls after the failed one`] : []),
  ]
  return wrong.map(what => `${call} ${nth} (${path}): ${what}`)
}

describe.skipIf(noNthCall !== '')(`[R-09] the nth call fails, and only that one${noNthCall}`, () => {
  test.each<[Call, string]>([
    ['pwrite64', 'it is refused or the server does not start'],
    ['fsync', 'the process ends at once, without another one'],
  ])(
    '%s: %s, nothing acknowledged is lost, and the next start finds all in order',
    async call => {
      const waiting = numbers(call, Math.floor(Math.random() * 1_000_000))
      const wrong: string[] = []
      const work = async () => {
        for (let nth = waiting.pop(); nth !== undefined; nth = waiting.pop())
          wrong.push(...(await wrongWith(call, nth)))
      }
      await Promise.all(Array.from({ length: lanes }, work))
      expect(wrong).toEqual([])
    },
    patience(full ? 900_000 : 60_000),
  )
})
