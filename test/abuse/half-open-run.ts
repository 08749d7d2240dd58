import { check } from '../fire/check.ts'
import { FireClient } from '../fire/client.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { recorder } from '../fire/recorder.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { closesIn, filesBackTo, filesOf } from './vitals.ts'

/**
 * To be run in a network namespace of its own, whose loopback it makes swallow every packet from and to a server: no
 * FIN, no RST, no acknowledgement. Says as JSON what came of it.
 */
const count = Number(process.argv[2])

const nft = (...args: string[]): void => {
  const { success, stderr } = Bun.spawnSync(['nft', ...args])
  if (!success) throw new Error(`nft ${args.join(' ')}: ${stderr}`)
}

const server = await startServer({ args: ['--limits', 'off', '--log', 'debug'] })
const files = filesOf(server.pid)
const recorded = recorder()
const clients = Array.from(
  { length: count },
  (_, n) => new FireClient({ name: `far ${n}`, url: () => server.url, recorder: recorded, random: Math.random }),
)
let channel = ''
for (const client of clients) {
  await client.start()
  channel = await client.join('far')
}
await clients[0]?.post(channel, 'before')

nft('add', 'table', 'inet', 'dark')
nft('add', 'chain', 'inet', 'dark', 'wire', '{ type filter hook input priority 0; }')
for (const side of ['sport', 'dport'])
  nft('add', 'rule', 'inet', 'dark', 'wire', 'tcp', side, String(server.port), 'drop')
const went = performance.now()
await until(() => (closesIn(server.logs())[1001] ?? 0) === count, { timeout: 60_000, what: 'the end of all sockets' })
const dropped = performance.now() - went
await filesBackTo(server.pid, files, 20_000)
const released = performance.now() - went
await until(() => clients.every(({ open }) => !open), { timeout: 60_000, what: 'the clients to notice' })
const noticed = performance.now() - went

nft('delete', 'table', 'inet', 'dark')
const outcome = await clients[0]?.post(channel, 'after')
const last = outcome && 'seq' in outcome ? outcome.seq : Number.NaN
await until(() => clients.every(client => client.view(channel).at(-1)?.seq === last), {
  timeout: 120_000,
  what: 'everybody to come back',
})
for (const client of clients) client.show(true)
for (const client of clients) client.stop()
// The connections that `fetch` has kept are as dead as the sockets were.
let readers = 0
const finals = await until(() => {
  const options = { name: `reader ${++readers}`, url: () => server.url, recorder: recorded, random: seeded(1) }
  return readAll(options, [channel]).catch(() => null)
})
const violations = check(recorded.history, finals)
console.log(JSON.stringify({ dropped, released, noticed, violations, code: await server.stop() }))
process.exit(0)
