import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Connection, codeOf } from '../access/connection.ts'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience, within } from '../support/pace.ts'
import { nobody } from '../support/strangers.ts'
import { until } from '../support/wait.ts'
import type { Mood } from './messenger.ts'
import { arrive, connected, openStage, rowsOf, type Stage, socketAt, textsOf } from './stage.ts'

setDefaultTimeout(patience(30_000))

const lacking = missing.postgres + missing.nats

describe.skipIf(lacking !== '')(`people on two nodes${lacking}`, () => {
  let nats: Nats
  let stage: Stage
  beforeAll(async () => {
    nats = await startNats()
    stage = await openStage(nats)
  })
  afterAll(async () => {
    await stage.close()
    await nats.stop()
  })

  const setMood = (mood: Mood) => {
    for (const { messenger } of stage.nodes) messenger.set(mood)
  }

  test('talk to each other, live and in one order', async () => {
    const [ada, bob] = [await arrive(stage.one), await arrive(stage.two)]
    for (let turn = 0; turn < 20; turn++) {
      await post(turn % 2 ? ada.socket : bob.socket, '#general', `turn ${turn}`)
    }
    const turns = Array.from({ length: 20 }, (_, turn) => `turn ${turn}`)
    for (const { socket } of [ada, bob]) {
      await until(() => textsOf(socket).length >= 20, { timeout: 2000, what: 'all that was said' })
      expect(textsOf(socket)).toEqual(turns)
    }
  })

  test('[SIZE] hear the longest text too, which is too large for a hint', async () => {
    const [ada, bob] = [await arrive(stage.one), await arrive(stage.two)]
    await post(ada.socket, '#general', '😀'.repeat(20_000))
    await until(() => textsOf(bob.socket).includes('😀'.repeat(20_000)), { timeout: 2000 })
  })

  test('see channels, seats and names of the other node without reload, and cannot take a name twice', async () => {
    const [ada, bob] = [await arrive(stage.one), await arrive(stage.two)]
    const channel = await create(ada.socket, 'over-there')
    await heard(bob.socket, row => row.row === 'listing' && row.id === channel)
    expect(codeOf(await bob.socket.ask({ do: 'channel.create', name: 'Over there' }))).toBe('name_taken')
    expect(codeOf(await bob.socket.ask({ do: 'channel.join', channel }))).toBe('ok')
    await heard(ada.socket, row => row.row === 'seat' && row.user === bob.id)
    await post(ada.socket, channel, 'welcome')
    await heard(bob.socket, row => row.text === 'welcome')
    expect(codeOf(await ada.socket.ask({ do: 'profile.rename', name: 'Countess' }))).toBe('ok')
    await heard(bob.socket, row => row.row === 'user' && row.name === 'Countess')
    expect(codeOf(await bob.socket.ask({ do: 'profile.rename', name: 'COUNTESS' }))).toBe('name_taken')
  })

  test('are on both nodes at once: what is done at one is told at the other', async () => {
    const ada = await arrive(stage.one)
    const there = await socketAt(stage.two, ada)
    const channel = await create(ada.socket, 'my-own')
    await heard(there, row => row.row === 'place' && row.channel === channel)
    await post(ada.socket, channel, 'a note')
    await heard(there, row => row.text === 'a note')
    await there.ask({ do: 'read.mark', channel, seq: 1 })
    await heard(ada.socket, row => row.row === 'place' && row.channel === channel && row.read === 1)
  })

  test('send the same command at both nodes and it happens once', async () => {
    const ada = await arrive(stage.one)
    const there = await socketAt(stage.two, ada)
    const command = { do: 'message.post', channel: '#general', clientId: 'both', text: 'only once' }
    const answers = await Promise.all([ada.socket.ask(command), there.ask(command)])
    expect(new Set(answers.map(({ ok }) => ok?.seq)).size).toBe(1)
    expect(answers.map(({ ok }) => ok?.duplicate ?? false).toSorted()).toEqual([false, true])
    await until(() => textsOf(there).includes('only once'))
    expect(textsOf(there).filter(text => text === 'only once')).toHaveLength(1)
  })

  test('sign out at one node, and the other closes their sockets', async () => {
    const ada = await arrive(stage.one)
    const there = await socketAt(stage.two, ada)
    const headers = { authorization: `Bearer ${ada.token}` }
    await fetch(`${stage.one.server.url}/auth/signout`, { method: 'POST', headers })
    expect(await there.ends()).toBe(4001)
    const known = await fetch(`${stage.two.server.url}/auth/session`, { headers })
    expect(await known.json()).toEqual(nobody)
  })

  // Later messages of the channel come in its stream, after the leave, whatever was lost. Signals have no order, and a
  // session ends in another stream: only the acknowledgement keeps those from whoever has gone.
  for (const mood of ['good', 'bad', 'gone'] as const) {
    test(`[HUB-4] leave at one node, and from the acknowledgement on nothing reaches them at the other (messenger: ${mood})`, async () => {
      const [ada, bob] = [await arrive(stage.one), await arrive(stage.one)]
      const there = await socketAt(stage.two, bob)
      for (let round = 0; round < (full ? 20 : 3); round++) {
        const channel = await create(ada.socket, `left-${mood}-${round}`)
        await bob.socket.ask({ do: 'channel.join', channel })
        await post(ada.socket, channel, `before ${round}`)
        await heard(there, row => row.text === `before ${round}`)
        setMood(mood)
        const left = performance.now()
        expect(codeOf(await bob.socket.ask({ do: 'channel.leave', channel }))).toBe('ok')
        expect(performance.now() - left).toBeLessThan(within(mood === 'good' ? 1000 : 4000))
        setMood('good')
        expect(codeOf(await ada.socket.ask({ do: 'typing', channel }))).toBe('ok')
        for (let turn = 0; turn < 10; turn++) await post(ada.socket, channel, `secret ${round} ${turn}`)
        await post(ada.socket, '#general', `${mood}: end of ${round}`)
        await heard(there, row => row.text === `${mood}: end of ${round}`)
        expect(textsOf(there).filter(text => String(text).startsWith('secret'))).toEqual([])
        expect(there.frames.filter(({ now }) => JSON.stringify(now)?.includes(channel))).toEqual([])
      }
    })

    test(`[HUB-4] sign out at one node, and from the acknowledgement on the other tells them nothing (messenger: ${mood})`, async () => {
      const ada = await arrive(stage.one)
      for (let round = 0; round < (full ? 20 : 3); round++) {
        const bob = await arrive(stage.two)
        setMood(mood)
        const headers = { authorization: `Bearer ${bob.token}` }
        await fetch(`${stage.one.server.url}/auth/signout`, { method: 'POST', headers })
        setMood('good')
        await post(ada.socket, '#general', 'they are out')
        expect(await bob.socket.ends()).toBe(4001)
        expect(textsOf(bob.socket)).not.toContain('they are out')
      }
    })
  }

  test('[R-07] [HUB-4] a node that is stopped delays a leave for as long as its lease runs; woken, it sends nothing', async () => {
    const [ada, bob] = [await arrive(stage.one), await arrive(stage.one)]
    const there = await socketAt(stage.two, bob)
    const channel = await create(ada.socket, 'asleep')
    await bob.socket.ask({ do: 'channel.join', channel })
    await post(ada.socket, channel, 'before')
    await heard(there, row => row.text === 'before')
    process.kill(stage.two.server.pid, 'SIGSTOP')
    const left = performance.now()
    expect(codeOf(await bob.socket.ask({ do: 'channel.leave', channel }))).toBe('ok')
    const took = performance.now() - left
    await post(ada.socket, channel, 'secret')
    process.kill(stage.two.server.pid, 'SIGCONT')
    expect(await there.ends()).toBe(1012)
    expect(textsOf(there)).not.toContain('secret')
    expect(took).toBeGreaterThan(2000)
    expect(took).toBeLessThan(within(6500))
    await connected(stage.nodes)
    const back = await until(() => socketAt(stage.two, bob).catch(() => null), {
      what: 'the node to let people in again',
    })
    await post(ada.socket, '#general', 'awake')
    await heard(back, row => row.text === 'awake')
  })

  test('[PRESENCE-2] agree within two seconds on who is online', async () => {
    const [ada, bob] = [await arrive(stage.one), await arrive(stage.two)]
    const cleo = await arrive(stage.two)
    const online = (socket: Connection) =>
      socket
        .ask({ do: 'presence', users: [ada.id, bob.id, cleo.id] })
        .then(({ ok }) => String(ok?.online).split(',').length)
    await until(async () => (await online(ada.socket)) === 3 && (await online(bob.socket)) === 3, { timeout: 2000 })
    cleo.socket.close()
    const gone = (socket: Connection) =>
      socket.frames.some(
        ({ now }) => JSON.stringify(now) === JSON.stringify({ presence: { user: cleo.id, online: false } }),
      )
    await until(() => gone(ada.socket) && gone(bob.socket), { timeout: 2000, what: 'both to hear that Cleo went' })
    const back = await socketAt(stage.one, cleo)
    await until(async () => (await online(ada.socket)) === 3 && (await online(bob.socket)) === 3, { timeout: 2000 })
    back.close()
  })

  test('[PRESENCE-3] agree within two seconds that the people of a killed node are gone', async () => {
    for (let round = 0; round < (full ? 10 : 2); round++) {
      const [ada, bob] = [await arrive(stage.one), await arrive(stage.two)]
      const online = async () => String((await ada.socket.ask({ do: 'presence', users: [bob.id] })).ok?.online)
      await until(async () => (await online()) === bob.id)
      await stage.two.server.kill9()
      const killed = performance.now()
      const gone = JSON.stringify({ presence: { user: bob.id, online: false } })
      await ada.socket.hears(({ now }) => JSON.stringify(now) === gone, 'that Bob is gone')
      expect(performance.now() - killed).toBeLessThan(within(2000))
      await stage.two.server.restart()
      await connected(stage.nodes)
    }
  })
})

let posts = 0

const post = async (socket: Connection, channel: string, text: string) => {
  const answer = await socket.ask({ do: 'message.post', channel, clientId: `post ${++posts}`, text })
  if (answer.refused) throw new Error(`refused: ${answer.refused.code}`)
}

const create = async (socket: Connection, name: string) =>
  String((await socket.ask({ do: 'channel.create', name })).ok?.channel)

const heard = (socket: Connection, fits: (row: Record<string, unknown>) => boolean) =>
  until(() => rowsOf(socket).some(fits), { timeout: 3000, what: 'a row from the other node' })
