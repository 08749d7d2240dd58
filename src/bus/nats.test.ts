import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from '@nats-io/transport-node'
import { findNats } from '../../bin/lib/find.mjs'
import { missing } from '../../test/support/missing.ts'
import { type Nats, startNats } from '../../test/support/nats.ts'
import { patience, within } from '../../test/support/pace.ts'
import { freePort } from '../../test/support/ports.ts'
import { startProgram } from '../../test/support/program.ts'
import { startProxy } from '../../test/support/proxy.ts'
import { until } from '../../test/support/wait.ts'
import { busContract, frame, listenTo } from './bus.contract.ts'
import type { Bus } from './bus.ts'
import { natsBus } from './nats.ts'

setDefaultTimeout(patience(20_000))

describe.skipIf(missing.nats !== '')(`NATS${missing.nats}`, () => {
  let nats: Nats
  beforeAll(async () => {
    nats = await startNats()
  })
  afterAll(() => nats.stop())
  let spaces = 0
  const space = () => `E${++spaces}`

  const shared = space()
  busContract('over NATS', () => natsBus(nats.url, shared), 2)

  test('[SIZE] a large frame goes to other nodes without its rows, and to its own with them', async () => {
    const [one, two] = await pair(nats.url, space())
    const [here, there] = [listenTo(one), listenTo(two)]
    const small = frame(1, `["${'x'.repeat(60 * 1024)}"]`)
    const large = frame(2, `["${'é'.repeat(33 * 1024)}"]`)
    one.publish([small, large])
    await until(() => there.length === 2)
    expect(there).toEqual([small, frame(2, null)])
    expect(here).toEqual([small, large])
    await close(one, two)
  })

  test('what is not a hint is ignored, whoever says it', async () => {
    const name = space()
    const [one, two] = await pair(nats.url, name)
    const heard = listenTo(one)
    const stranger = await connect({ servers: nats.url })
    const nonsense = [
      '',
      '{',
      'null',
      '[]',
      '{"frame":{}}',
      '{"signal":{"about":1}}',
      '{"presence":{"node":"N1"}}',
      '\u0000',
    ]
    const nearly = [
      { ...frame(1, '[]'), frame: { stream: 'C1', since: '0', rev: 1, rows: '[]', begins: [], ends: [] } },
    ]
    for (const text of [...nonsense, ...nearly.map(each => JSON.stringify(each))]) {
      stranger.publish(`flack.${name}.hints`, text)
    }
    stranger.publish(`flack.${name}.hints`, new Uint8Array([0xff, 0xfe, 0x00, 0x80]))
    await stranger.flush()
    two.publish([frame(2, '[]')])
    await until(() => heard.length > 0)
    expect(heard).toEqual([frame(2, '[]')])
    await stranger.close()
    await close(one, two)
  })

  test('two workspaces on one NATS do not hear each other', async () => {
    const [one] = await pair(nats.url, space())
    const [other, third] = await pair(nats.url, space())
    const [heard, theirs] = [listenTo(one), listenTo(third)]
    other.publish([frame(1, '[]')])
    await until(() => theirs.length === 1)
    expect(heard).toEqual([])
    await close(one, other, third)
  })

  test('[R-05] while NATS is away its check fails and own hints are heard all the same; it comes back by itself', async () => {
    const [one, two] = await pair(nats.url, space())
    const [here, there] = [listenTo(one), listenTo(two)]
    await nats.kill9()
    await until(async () => !(await isThere(one)), { what: 'the check to fail' })
    one.publish([frame(1, '[]')])
    expect(here).toEqual([frame(1, '[]')])
    await nats.restart()
    for (const bus of [one, two]) await untilThere(bus)
    one.publish([frame(2, '[]')])
    await until(() => there.at(-1) && JSON.stringify(there.at(-1)) === JSON.stringify(frame(2, '[]')))
    await close(one, two)
  })

  test('a node starts while NATS is away, and finds it when it is there', async () => {
    await nats.kill9()
    const started = performance.now()
    const bus = await natsBus(nats.url, space())
    expect(performance.now() - started).toBeLessThan(within(2500))
    await expect(bus.check()).rejects.toThrow('NATS cannot be reached')
    const heard = listenTo(bus)
    bus.publish([frame(1, '[]')])
    expect(heard).toHaveLength(1)
    await nats.restart()
    await untilThere(bus)
    await bus.close()
    await expect(bus.check()).rejects.toThrow('closed')
  })

  test('[R-11] a connection that falls silent without a word is given up, and another one made', async () => {
    const name = space()
    const { port } = new URL(nats.url)
    const network = await startProxy(Number(port))
    const [near, far] = [await natsBus(`nats://127.0.0.1:${network.port}`, name), await natsBus(nats.url, name)]
    network.set('blackhole')
    await until(async () => !(await isThere(near)), { what: 'the check to fail' })
    network.set('pass')
    await untilThere(near, 10_000)
    const heard = listenTo(near)
    far.publish([frame(1, '[]')])
    await until(() => heard.length === 1)
    await close(near, far)
    await network.close()
  })

  test('a NATS that does not let us in, as one that restarts with another password, is tried until it does', async () => {
    const own = await startNats()
    const bus = await natsBus(own.url, space())
    await own.kill9()
    const strict = startStrict(own, '--auth', 'secret')
    await strict.says(/(?:authentication error[\s\S]*){3}/)
    strict.kill('SIGKILL')
    await strict.exited
    await own.restart()
    await untilThere(bus)
    await bus.close()
    await own.stop()
  })

  test.each([
    [['--user', 'ada', '--pass', 'p@ss:1'], 'ada:p%40ss%3A1'],
    [['--auth', '4t:8'], '4t%3A8'],
  ])('a NATS that asks for %j is told what the address says', async (wanted, credentials) => {
    const own = await startNats()
    await own.kill9()
    const strict = startStrict(own, ...wanted)
    await strict.says(/Server is ready/)
    const [one, two] = await pair(own.url.replace('//', `//${credentials}@`), space())
    const heard = listenTo(two)
    one.publish([frame(1, '[]')])
    await until(() => heard.length === 1)
    await close(one, two)
    strict.kill('SIGTERM')
    await strict.exited
  })

  test('an address that asks for encryption is not spoken to without', async () => {
    const bus = await natsBus(nats.url.replace('nats:', 'tls:'), space())
    await expect(bus.check()).rejects.toThrow('tls')
    await bus.close()
  })

  test('a bus that never found NATS closes at once', async () => {
    const bus = await natsBus(`nats://127.0.0.1:${await freePort()}`, space())
    await bus.close()
    await expect(bus.check()).rejects.toThrow('closed')
  })
})

/** One that lets nobody in but those who know something, in the place of one that was killed. */
const startStrict = ({ url }: Nats, ...options: string[]) =>
  startProgram([findNats() ?? '', '--addr', '127.0.0.1', '--port', new URL(url).port, ...options])

const pair = async (url: string, space: string) => {
  const [one, two] = await Promise.all([natsBus(url, space), natsBus(url, space)])
  // A round trip: by then the server knows that they listen.
  await Promise.all([one.check(), two.check()])
  return [one, two] as const
}

const isThere = (bus: Bus): Promise<boolean> =>
  bus.check().then(
    () => true,
    () => false,
  )

const untilThere = (bus: Bus, timeout = 5000) => until(() => isThere(bus), { timeout, what: 'the connection' })

const close = async (...buses: readonly { close(): Promise<void> }[]) => {
  for (const bus of buses) await bus.close()
}
