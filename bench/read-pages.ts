import { join } from 'node:path'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import { openStore } from '#store/open.ts'
import { openSqlite } from '#store/sqlite.ts'
import { quantile } from './statistics.ts'
import { randomFrom } from './words.ts'

// Reads pages of history: `read-pages.ts DATA CHANNEL…` prints p99 and median, milliseconds, of the newest pages and of
// pages anywhere in channels drawn by their share of the messages.

const READS = 3000
const [dataDir = '.', ...channels] = process.argv.slice(2)
const unused = { epoch: '', workspace: '', general: '', bot: '' }
const store = await openStore(openSqlite(join(dataDir, 'flack.db')), {
  fresh: unused,
  clock: Date.now,
  ofName: { words: nameWords, keys: nameKeys },
  schedule: run => setImmediate(run),
})
const random = randomFrom(1)
const heads = await store.heads(channels)
const drawn = Array.from({ length: READS }, () => channels[Math.floor(random() ** 3 * channels.length)] ?? '')

const newest = await timed(() => Number.MAX_SAFE_INTEGER)
const anywhere = await timed(channel => 1 + Math.floor(random() * (heads.get(channel) ?? 1)))
await store.close()
console.log(
  JSON.stringify({
    newest: quantile(newest, 0.99),
    newestMedian: quantile(newest, 0.5),
    anywhere: quantile(anywhere, 0.99),
    anywhereMedian: quantile(anywhere, 0.5),
  }),
)

async function timed(before: (channel: string) => number): Promise<number[]> {
  const times: number[] = []
  for (const channel of drawn) {
    const seq = before(channel)
    const began = performance.now()
    await store.page(channel, seq, 100)
    times.push(performance.now() - began)
  }
  return times
}
