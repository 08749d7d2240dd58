import type { Tools } from './tools.ts'

/** What every scenario is given. */
export type Bench = {
  tools: Tools
  /** A temporary folder on a real disk, which goes when the bench ends. */
  folder: string
  /** Shorter and coarser, to see whether anything is badly off. */
  quick: boolean
  /** How many pairs are run; the figure is the median of their ratios. */
  reps: number
  /** Messages in the large workspace: the sizes at which it is measured, rising. */
  messages: readonly number[]
  /** Tells the person at the terminal what happens now. */
  say(line: string): void
}

/** One line of the result. */
export type Figure = {
  what: string
  /** In `unit`; which side of it is good is said by `better`. */
  budget: number
  better: 'more' | 'less'
  unit: string
  /** One value for each repetition; their median is compared with the budget. */
  samples: readonly number[]
  /** The absolute figures behind it. */
  detail: string
}

export type Scenario = (bench: Bench) => Promise<readonly Figure[]>

/** Something was lost, or the run does not mean anything: worse than slow. */
export class BenchError extends Error {
  override name = 'BenchError'
}
