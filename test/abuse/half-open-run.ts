import { Connection } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { check } from '../fire/check.ts'
import { FireClient } from '../fire/client.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { recorder } from '../fire/recorder.ts'
import { openPages } from '../nodes/pages.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { closesIn, filesBackTo, filesOf } from './vitals.ts'

/**
 * To be run in a network namespace of its own, whose loopback it makes swallow every packet from and to a server: no
 * FIN, no RST, no acknowledgement. One person only, who comes by another address, is spared. Says as JSON what came of it.
 */
const count = Number(process.argv[2])
/** They notice as the page does; the clients of the recorder look only every ten seconds. */
const PAGES = 10

const nft = (...args: string[]): void => {
  const { success, stderr } = Bun.spawnSync(['nft', ...args])
  if (!success) throw new Error(`nft ${args.join(' ')}: ${stderr}`)
}

const server = await startServer({ args: ['--host', '0.0.0.0', '--limits', 'off', '--log', 'debug'] })
const spared = server.url.replace('127.0.0.1', '127.0.0.2')
const watcher = await Connection.greeted(spared, (await enter(spared, 'Watcher')).token)
setInterval(() => watcher.say({ do: 'ping' }), 10_000)
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
const pages = await openPages(PAGES, server.port, 'page')
const users = clients.map(({ author }) => author)
const online = async () => {
  const { ok } = await watcher.ask({ do: 'presence', users })
  return (ok as { online: string[] }).online.length
}
await until(async () => (await online()) === count)

nft('add', 'table', 'inet', 'dark')
nft('add', 'chain', 'inet', 'dark', 'wire', '{ type filter hook input priority 0; }')
for (const [end, side] of [
  ['saddr', 'sport'],
  ['daddr', 'dport'],
] as const) {
  nft('add', 'rule', 'inet', 'dark', 'wire', 'ip', end, '127.0.0.1', 'tcp', side, String(server.port), 'drop')
}
const went = performance.now()
const since = async (happened: Promise<unknown>) => {
  await happened
  return performance.now() - went
}
const ended = () => (closesIn(server.logs())[1001] ?? 0) === count + PAGES
const [dropped, absent, noticed] = await Promise.all([
  since(until(ended, { timeout: 60_000, what: 'the end of all sockets' })),
  since(until(async () => (await online()) === 0, { timeout: 60_000, what: 'nobody to be online' })),
  since(until(() => pages.out === PAGES, { timeout: 60_000, what: 'the pages to notice' })),
])
const released = await since(filesBackTo(server.pid, files, 20_000))
await until(() => clients.every(({ open }) => !open), { timeout: 60_000, what: 'the clients to notice' })

nft('delete', 'table', 'inet', 'dark')
const outcome = await clients[0]?.post(channel, 'after')
const last = outcome && 'seq' in outcome ? outcome.seq : Number.NaN
await until(() => clients.every(client => client.view(channel).at(-1)?.seq === last), {
  timeout: 120_000,
  what: 'everybody to come back',
})
await pages.live()
pages.close()
for (const client of clients) client.show(true)
for (const client of clients) client.stop()
// The connections that `fetch` has kept are as dead as the sockets were.
let readers = 0
const finals = await until(() => {
  const options = { name: `reader ${++readers}`, url: () => server.url, recorder: recorded, random: seeded(1) }
  return readAll(options, [channel]).catch(() => null)
})
const violations = check(recorded.history, finals)
console.log(JSON.stringify({ dropped, released, noticed, absent, violations, code: await server.stop() }))
process.exit(0)
