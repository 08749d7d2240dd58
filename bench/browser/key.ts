import type { Scenario } from '../bench.ts'
import { median, quantile } from '../statistics.ts'
import { withBusyPage } from './busy-page.ts'
import { UNPACED } from './chromium.ts'
import { noteKeys, typeKeys } from './keys.ts'

const KEYS = 100
/** Until the browser has compiled what it needs. */
const FIRST_KEYS = 20
const BUDGET_MS = 16

/** Keys in the message field of a busy page, and in turns in an empty page with nothing but a text field. */
export const key: Scenario = async bench => {
  const measured = await withBusyPage(bench, UNPACED, async ({ context, page }) => {
    const empty = await context.newPage()
    await empty.setContent('<textarea autofocus></textarea>')
    for (const each of [page, empty]) {
      await each.evaluate(noteKeys)
      await typeKeys(each, FIRST_KEYS)
    }
    const [keys, control]: [number[], number[]] = [[], []]
    for (let rep = 0; rep < bench.reps; rep++) {
      control.push(...(await typeKeys(empty, KEYS)))
      keys.push(...(await typeKeys(page, KEYS)))
    }
    return { keys, control }
  })
  if (measured === null) return []
  const figure = (share: number) => {
    const [ours, theirs] = [quantile(measured.keys, share), quantile(measured.control, share)]
    return { detail: `${(ours / theirs).toFixed(1)} × an empty page with a text field (${theirs.toFixed(1)} ms)` }
  }
  const same = { budget: BUDGET_MS, better: 'less', unit: 'ms' } as const
  const what = 'a key in the composer until it is painted, 1,000 channels and 100,000 messages'
  return [
    { ...same, ...figure(0.5), what: `${what}: median`, samples: [median(measured.keys)] },
    {
      ...same,
      ...figure(0.99),
      what: `${what}: p99 of ${measured.keys.length}`,
      samples: [quantile(measured.keys, 0.99)],
    },
  ]
}
