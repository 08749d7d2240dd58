import type { Scenario } from './bench.ts'
import { roomPairs } from './room.ts'
import { brief, median } from './statistics.ts'

/** One room of 1,000, 64 messages in flight: parsed, authorised, stored, delivered, beside a server that only hands on. */
export const fanOut: Scenario = async bench => {
  const pairs = await roomPairs(bench, 'fan-out', 64)
  const [flack, reference] = [pairs.map(pair => pair.flack), pairs.map(pair => pair.reference)]
  return [
    {
      what: 'fan-out, one room of 1,000, 64 in flight: deliveries/s as a share of the C reference',
      budget: 0.6,
      better: 'more',
      unit: '×',
      samples: pairs.map(pair => pair.flack.deliveries / pair.reference.deliveries),
      detail: `${rates(flack)} beside ${rates(reference)}`,
    },
    {
      what: 'memory of the server after the fan-out',
      budget: 120,
      better: 'less',
      unit: 'MB',
      samples: pairs.map(pair => pair.flack.memory / 1e6),
      detail: 'right after the last delivery',
    },
  ]
}

const rates = (runs: readonly { deliveries: number; megabytes: number }[]): string => {
  const bytes = median(runs.map(({ deliveries, megabytes }) => (megabytes * 1e6) / deliveries))
  return `${brief(median(runs.map(run => run.deliveries)))}/s of ${bytes.toFixed(0)} B`
}
