import { backOff } from '#web/sync/back-off.ts'
import { check } from '../fire/check.ts'
import { FireClient } from '../fire/client.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { recorder } from '../fire/recorder.ts'
import { until } from '../support/wait.ts'

/**
 * A process of the storm: many clients of one server that all come back at once. It says a line on stdout when all are
 * in (`in`), and for each line on stdin posts once, waits until all have come back and hold it, and says `back` with how
 * many milliseconds passed from the first to the last greeting. `end` on stdin: it says what is wrong with the run.
 */
const [url = '', first = '0', count = '0', manners = 'hostile'] = process.argv.slice(2)

const recorded = recorder()
/** Tries in a row that failed, of each client. */
const failures: number[] = Array(Number(count)).fill(0)
/** A client waits 10 ms and so many times 50 more: what the page would wait, or nothing, as those who mean ill do. */
const pauseOf = (n: number): number => {
  if (manners === 'hostile') return 0
  const before = failures[n] ?? 0
  failures[n] = before + 1
  return backOff(before, Math.random()) / 50
}
const clients = Array.from({ length: Number(count) }, (_, n) => {
  const name = `storm ${Number(first) + n}`
  return new FireClient({ name, url: () => url, recorder: recorded, random: () => pauseOf(n) })
})

let channel = ''
for (let at = 0; at < clients.length; at += 100) {
  await Promise.all(
    clients.slice(at, at + 100).map(async client => {
      await client.start()
      channel = await client.join('storm')
    }),
  )
}
console.log('in')

const back = async (): Promise<string> => {
  const outcome = await clients[0]?.post(channel, 'after the storm')
  if (!outcome || 'refused' in outcome) throw new Error('The post was refused.')
  const holds = (client: FireClient) => client.open && (client.view(channel).at(-1)?.seq ?? 0) >= outcome.seq
  await until(() => clients.every(holds), { timeout: 60_000, what: 'everybody to hold what was said' })
  failures.fill(0)
  return 'back'
}

for await (const line of console) {
  if (line === 'end') break
  console.log(await back())
}
for (const client of clients) client.show(true)
for (const client of clients) client.stop()
const options = { name: `reader ${first}`, url: () => url, recorder: recorded, random: seeded(1) }
// Others have posted too; what they sent is in their own records.
const wrong = check(recorded.history, await readAll(options, [channel])).filter(({ rule }) => rule !== 'K2')
console.log(`end ${JSON.stringify(wrong.slice(0, 5))}`)
process.exit(0)
