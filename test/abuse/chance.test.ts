import { describe, expect, test } from 'bun:test'
import { crash, type Fault } from '../fire/crash.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { EIO, faults, noFaults } from './faults.ts'

/** Calls that fail now and then, each with the probability that the catalogue names. */

const CHANCE = 0.01
const rounds = full ? 20 : 1
/** Posts that are acknowledged in a round while calls fail. */
const ENOUGH = 300
/** By SIGKILL, which lets nothing be written any more. */
const KILLED = 137

const calls: Readonly<Record<string, readonly string[]>> = {
  open: ['oc/open'],
  rename: ['dir/rename'],
  write: ['rw/write'],
  pwrite: ['rw/pwrite'],
  fdatasync: ['sync/fdatasync'],
  fsync: ['sync/fsync'],
}

describe.skipIf(noFaults !== '')(`[R-09] calls that fail one time in a hundred${noFaults}`, () => {
  const together = ['each of them', Object.values(calls).flat()] as const
  test.each(full ? [...Object.entries(calls), together] : [together])(
    '%s: nothing acknowledged is lost, doubled or invented, and where the server ends it starts again',
    async (_, names) => {
      const { env, fail, heal } = faults()
      const server = await startServer({ env: { ...env, FLACK_LIMITS: 'off' } })
      const codes: (number | null)[] = []
      const fault = (): Fault => {
        let ended: number | null = null
        return {
          strike: async () => {
            void server.exited.then(code => {
              ended = code
            })
            for (const name of names) await Promise.race([fail(server.pid, name, EIO, CHANCE), server.exited])
            const enough = (await posted(server)) + ENOUGH
            await until(async () => ended !== null || (await posted(server)) > enough, {
              what: 'posts',
              timeout: 30_000,
            })
          },
          heal: async () => {
            // Nobody answers who has ended meanwhile.
            for (const name of names) await Promise.race([heal(server.pid, name), server.exited])
            codes.push(ended)
            if (ended !== null) await server.restart()
          },
        }
      }
      const { violations, acknowledged } = await crash({
        seed: Math.floor(Math.random() * 1_000_000),
        rounds,
        url: () => server.url,
        fault,
      })
      console.log(
        `${names.join(', ')}: ended with ${codes.filter(code => code !== null)}, ${acknowledged} acknowledged`,
      )
      expect(violations).toEqual([])
      expect(codes.filter(code => code !== null && code !== KILLED)).toEqual([])
      if (!names.includes('sync/fsync')) expect(codes).toEqual(Array(rounds).fill(null))
      expect(await server.stop()).toBe(0)
    },
    patience(full ? 600_000 : 60_000),
  )
})

/** How many posts it has acknowledged; 0 once it has ended. */
const posted = async ({ url }: Server): Promise<number> => {
  const metrics = await fetch(`${url}/metrics`).then(
    answer => answer.text(),
    () => '',
  )
  return Number(/^flack_messages_posted_total (\d+)$/m.exec(metrics)?.[1] ?? 0)
}
