import type { Scenario } from './bench.ts'
import { roomPairs } from './room.ts'
import { median } from './statistics.ts'

/** One room of 1,000, one message in flight: how late the last readers get it, fsync included. */
export const latency: Scenario = async bench => {
  const pairs = await roomPairs(bench, 'latency', 1)
  const p99 = (of: 'flack' | 'reference') => median(pairs.map(pair => pair[of].p99)).toFixed(2)
  return [
    {
      what: 'delivery latency, one room of 1,000, one in flight: p99 beside the C reference',
      budget: 1.3,
      better: 'less',
      unit: '×',
      samples: pairs.map(pair => pair.flack.p99 / pair.reference.p99),
      detail: `${p99('flack')} ms beside ${p99('reference')} ms`,
    },
  ]
}
