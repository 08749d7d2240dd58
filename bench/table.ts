import type { Figure } from './bench.ts'
import { median } from './statistics.ts'

export const isGood = ({ budget, better, samples }: Figure): boolean =>
  better === 'more' ? median(samples) >= budget : median(samples) <= budget

/** One JSON line for each figure, with every sample. */
export const asJson = (figures: readonly Figure[]): string =>
  figures.map(figure => JSON.stringify({ ...figure, median: median(figure.samples), good: isGood(figure) })).join('\n')

/** A table for people: budget, median (smallest to largest), verdict, and what is behind it. */
export const asTable = (figures: readonly Figure[]): string => {
  const rows = [['what', 'budget', 'measured', 'verdict', 'figures'], ...figures.map(rowOf)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

const rowOf = (figure: Figure): string[] => {
  const { what, budget, better, unit, samples, detail } = figure
  const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2))
  const range = samples.length > 1 ? ` (${number(Math.min(...samples))} to ${number(Math.max(...samples))})` : ''
  const limit = `${better === 'more' ? '≥' : '≤'} ${budget} ${unit}`
  return [what, limit, `${number(median(samples))} ${unit}${range}`, isGood(figure) ? 'good' : 'MISSED', detail]
}
