import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Client } from '#web/sync/api.ts'
import { createClient } from '#web/sync/client.ts'
import { type FaultyProxy, type ProxyMode, startProxy } from '../support/proxy.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { realEnvironment } from './real-environment.ts'

/** The shipped client against the real server process, through a network that goes wrong in each way that TCP can. */
const TIMEOUT = 40_000

let server: Server
let proxy: FaultyProxy
let ada: Client
let bea: Client
const said: string[] = []

beforeAll(async () => {
  server = await startServer()
  proxy = await startProxy(server.port)
  ada = createClient(realEnvironment('ada', proxy.port))
  bea = createClient(realEnvironment('bea', proxy.port))
  expect(await ada.join('Ada')).toEqual({ ok: true })
  expect(await bea.join('Bea')).toEqual({ ok: true })
  await until(() => isLive(ada) && isLive(bea))
  for (const client of [ada, bea]) client.open(general())
})

afterAll(async () => {
  ada.stop()
  bea.stop()
  await proxy.close()
  await server.stop()
})

test('both see what both say', async () => {
  for (let turn = 0; turn < 5; turn++) {
    say(ada)
    say(bea)
  }
  await bothSeeEverything()
})

const faults: [ProxyMode, string][] = [
  ['delay', 'a slow network only delays'],
  ['reset', 'connections that break are opened again, and what was unanswered is sent again'],
  ['blackhole', 'a network that swallows everything is noticed by its silence'],
  ['mute', 'a server that accepts and never answers is given up'],
]

for (const [mode, what] of faults) {
  test(
    `[OUTBOX] ${what}: everything arrives once`,
    async () => {
      proxy.set(mode)
      for (let turn = 0; turn < 3; turn++) {
        say(ada)
        say(bea)
      }
      // While the network swallows, both must find out by themselves; a slow one is only slow.
      if (mode === 'delay') await bothSeeEverything()
      else await until(() => !isLive(ada) && !isLive(bea), { what: 'both notice' })
      proxy.set('pass')
      await bothSeeEverything()
    },
    TIMEOUT,
  )
}

test(
  '[OUTBOX] a server killed with posts under way: everything arrives once',
  async () => {
    for (let turn = 0; turn < 20; turn++) say(turn % 2 === 0 ? ada : bea)
    await server.kill9()
    await until(() => !isLive(ada) && !isLive(bea), { what: 'both notice' })
    say(ada)
    await server.restart()
    await bothSeeEverything()
  },
  TIMEOUT,
)

const say = (client: Client): void => {
  const text = `line ${said.length}`
  said.push(text)
  client.post(general(), text)
}

const bothSeeEverything = async (): Promise<void> => {
  const complete = () => [ada, bea].every(client => lines(client).length === said.length && isQuiet(client))
  await until(complete, { timeout: 20_000, what: `${said.length} lines at both` })
  expect(lines(bea)).toEqual(lines(ada))
  expect(lines(ada).toSorted()).toEqual(said.toSorted())
  for (const author of new Set(rows(ada).map(row => row.author))) {
    const own = rows(ada).flatMap(row => (row.author === author ? Number(row.text.split(' ')[1]) : []))
    expect(own).toEqual(own.toSorted((a, b) => a - b))
  }
}

/** What everybody said, without the welcome. */
const rows = (client: Client) =>
  client.replica
    .timeline(general())
    .peek()
    .seqs.flatMap(seq => client.replica.message(general(), seq).peek() ?? [])
    .filter(row => row.text.startsWith('line '))

const lines = (client: Client): string[] => rows(client).map(row => row.text)

const isLive = (client: Client): boolean => client.connection.peek().phase === 'live'

const isQuiet = (client: Client): boolean =>
  client.outbox.entries.peek().length === 0 && client.replica.timeline(general()).peek().pending.length === 0

const general = (): string => {
  const channel = ada.replica.channels.peek().find(({ name }) => name === 'general')
  if (channel === undefined) throw new Error('There is no #general.')
  return channel.id
}
