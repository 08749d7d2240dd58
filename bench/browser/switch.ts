import type { Page } from 'playwright-core'
import type { Bench, Figure, Scenario } from '../bench.ts'
import { median, quantile } from '../statistics.ts'
import { LONG } from '../workspaces.ts'
import { type BusyPage, withBusyPage } from './busy-page.ts'
import { plainSwitches, type Still, stillOf } from './plain-switch.ts'
import { switchTo } from './switches.ts'

const ROOMS = Array.from({ length: 10 }, (_, index) => `room-${String(index).padStart(4, '0')}`)
const BUDGET_MS = 50
/** What a switch entails after its first painting must not meet the next one. */
const REST_MS = 150

type Measured = { held: number[]; back: number[]; copied: number[]; plain: number[] }

/** Switches in a busy page: to channels that it holds, back to the long one, and after a reload to their local copies. */
export const switchChannel: Scenario = async bench => {
  const measured = await withBusyPage(bench, [], busy => measure(bench, busy))
  if (measured === null) return []
  const { held, back, copied, plain } = measured
  const beside = `${(median(held) / median(plain)).toFixed(1)} × the same conversation put there as HTML (${median(plain).toFixed(0)} ms)`
  return [
    figure('held, 1,000 channels and 100,000 messages', held, beside),
    figure('held, back to the one with 100,000 messages', back, `p99 ${quantile(back, 0.99).toFixed(0)} ms`),
    figure('out of the local copy, 1,000 channels', copied, `p99 ${quantile(copied, 0.99).toFixed(0)} ms`),
  ]
}

const figure = (what: string, samples: readonly number[], detail: string): Figure => ({
  what: `switch of channel until it is painted, ${what}`,
  budget: BUDGET_MS,
  better: 'less',
  unit: 'ms',
  samples,
  detail,
})

const measure = async (bench: Bench, busy: BusyPage): Promise<Measured> => {
  const { page, context, url } = busy
  await there(page)
  const stills = await stillsOf(page)
  const plainly = await plainSwitches(context, url, stills.values().next().value as Still)
  const all: Measured = { held: [], back: [], copied: [], plain: [] }
  for (let rep = 0; rep < bench.reps; rep++) {
    for (const [room, still] of stills) all.plain.push(await plainly(still, room))
    const { held, back } = await there(page)
    all.held.push(...held)
    all.back.push(...back)
  }
  await busy.requireHeld()
  for (let rep = 0; rep < bench.reps; rep++) all.copied.push(...(await outOfCopies(busy)))
  return all
}

/** To each room and back to the long channel. */
const there = async (page: Page): Promise<Pick<Measured, 'held' | 'back'>> => {
  const [held, back]: [number[], number[]] = [[], []]
  for (const room of ROOMS) {
    held.push(await rested(() => switchTo(page, room)))
    back.push(await rested(() => switchTo(page, LONG)))
  }
  return { held, back }
}

const outOfCopies = async ({ page, settled }: BusyPage): Promise<number[]> => {
  await page.reload()
  await settled()
  const times: number[] = []
  for (const room of ROOMS) times.push(await rested(() => switchTo(page, room)))
  return times
}

const stillsOf = async (page: Page): Promise<Map<string, Still>> => {
  const stills = new Map<string, Still>()
  for (const room of ROOMS) {
    await rested(() => switchTo(page, room))
    stills.set(room, await stillOf(page))
  }
  await switchTo(page, LONG)
  return stills
}

const rested = async (work: () => Promise<number>): Promise<number> => {
  const time = await work()
  await Bun.sleep(REST_MS)
  return time
}
