import { describe, expect, test } from 'bun:test'
import { patience } from '../support/pace.ts'
import { startServer } from '../support/server.ts'
import { type CanaryName, canaries } from './canaries.ts'
import { hatch } from './canary.ts'
import { crash } from './crash.ts'
import type { Rule } from './history.ts'

const found: Record<CanaryName, Rule> = {
  'acknowledge before commit': 'K1',
  'no look-up of duplicates': 'K3',
  'a lost hint is not repaired': 'K5',
  'resume off by one': 'K11',
  'a tombstone keeps its text': 'EDIT',
  'a reset keeps the text of a deleted message': 'K8',
  'a reset leaves out what stands beside': 'ROWS',
  'an edit of an old message is not told': 'K11',
}

/** Each run has three faults; a commit whose answer is swallowed, which the second canary needs, takes some luck. */
const attempts = 8

describe('the harness finds faults that are built in on purpose (H-2)', () => {
  for (const name of Object.keys(canaries) as CanaryName[]) {
    test(
      `[${found[name]}] ${name}`,
      async () => {
        const entry = hatch(name)
        let rules: Rule[] = []
        for (let seed = 1; seed <= attempts && !rules.includes(found[name]); seed++) rules = await violated(entry, seed)
        expect(rules).toContain(found[name])
      },
      patience(60_000),
    )
  }
})

/** The rules that a server breaks while it is killed three times. */
const violated = async (entry: string, seed: number): Promise<Rule[]> => {
  const server = await startServer({ entry, env: { FLACK_LIMITS: 'off' } })
  const fault = () => ({ strike: () => server.kill9(), heal: () => server.restart() })
  const { violations } = await crash({ seed, rounds: 3, posts: 100, url: () => server.url, fault })
  await server.stop()
  return violations.map(({ rule }) => rule)
}
