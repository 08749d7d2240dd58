import { describe, expect, test } from 'bun:test'
import type { App } from '#app/app.ts'
import type { Hint } from '#bus/bus.ts'
import { WATCHES_PER_SOCKET } from '#protocol/limits.ts'
import { until } from '../support/wait.ts'
import { badBus } from './bad-bus.ts'
import { type Client, Node, openWorld, type Person, say, settled, start, texts, type World } from './node.ts'

let ids = 0

/** Says a command and resolves to `ok` or the code of the refusal. */
const ask = async ({ session, socket }: Client, command: object): Promise<string> => {
  const id = 1000 + ++ids
  session.message(JSON.stringify({ ...command, id }))
  const text = await until(() => socket.texts.find(each => each.startsWith(`{"re":${id},`)), { what: 'the answer' })
  return (JSON.parse(text) as { refused?: { code: string } }).refused?.code ?? 'ok'
}

test('a socket watches 16 channels and no more, also where it asks for all of them at once', async () => {
  const world = await openWorld(badBus(() => 1, 0).bus)
  const [ada, bob] = [await world.enter('Ada'), await world.enter('Bob')]
  const channels = await channelsOf(world, ada, WATCHES_PER_SOCKET + 2)
  const client = await new Node(world.app).connect(bob)
  const answers = await Promise.all(channels.map(channel => ask(client, { do: 'watch', channel })))
  expect(answers.filter(answer => answer === 'ok')).toHaveLength(WATCHES_PER_SOCKET)
  expect(client.socket.subscriptions.filter(topic => channels.includes(topic))).toHaveLength(WATCHES_PER_SOCKET)
})

test('who ends a watch while a frame is on its way keeps the socket', async () => {
  const { world, node, ada } = await start()
  const cleo = await world.enter('Cleo')
  const [room = ''] = await channelsOf(world, ada, 1)
  const client = await node.connect(cleo)
  await ask(client, { do: 'watch', channel: room })
  client.socket.waiting = 100
  expect(await ask(client, { do: 'unwatch', channel: room })).toBe('ok')
  expect([client.socket.ended, client.socket.subscriptions.includes(room)]).toEqual([null, false])
})

test('[HUB-2] who ends a watch and joins meanwhile hears the channel', async () => {
  const { world, ada } = await start()
  const cleo = await world.enter('Cleo')
  const [room = ''] = await channelsOf(world, ada, 1)
  const joining = () => world.run(cleo, { do: 'channel.join', channel: room })
  const client = await new Node(afterSeatIsRead(world.app, joining)).connect(cleo)
  await ask(client, { do: 'watch', channel: room })
  await ask(client, { do: 'unwatch', channel: room })
  expect(client.socket.subscriptions).toContain(room)
  await say(world, ada, room, 'welcome')
  expect(texts(client, room)).toEqual(['welcome'])
})

test('[HUB-3] who watched a channel, joined and left it hears it no longer', async () => {
  const { world, node, ada } = await start()
  const cleo = await world.enter('Cleo')
  const [room = ''] = await channelsOf(world, ada, 1)
  const client = await node.connect(cleo)
  await ask(client, { do: 'watch', channel: room })
  await say(world, ada, room, 'heard')
  await world.run(cleo, { do: 'channel.join', channel: room })
  await world.run(cleo, { do: 'channel.leave', channel: room })
  await say(world, ada, room, 'not heard')
  expect(texts(client, room)).toEqual(['heard'])
})

describe('a seat was given up, a watch began, and only then this node hears of the seat', () => {
  const ways = {
    'the hint of the channel was lost': { lost: (stream: string, team: string) => stream === team, says: false },
    'the hint of the user was lost': { lost: (stream: string, team: string) => stream !== team, says: false },
    'both hints were lost, and something was said': { lost: () => true, says: true },
    'both hints come late': { lost: () => true, says: false },
  }
  for (const [way, { lost, says }] of Object.entries(ways)) {
    test(`[HUB-3] the watch goes on: ${way}`, async () => {
      const { messenger, world, node, ada, bob, team } = await start()
      const client = await node.connect(bob)
      await until(() => client.replica.settled)
      const hints: Hint[] = []
      messenger.only(hint => {
        const isLost = 'frame' in hint && lost(hint.frame.stream, team)
        if (isLost) hints.push(hint)
        return !isLost
      })
      await world.run(bob, { do: 'channel.leave', channel: team })
      if (says) await say(world, ada, team, 'said in between')
      expect(await ask(client, { do: 'watch', channel: team })).toBe('ok')
      messenger.only(() => true)
      if (way.endsWith('late')) for (const hint of hints) messenger.bring(hint)
      await node.hub.check()
      await settled()
      expect(client.socket.subscriptions).toContain(team)
      await say(world, ada, team, 'heard by the watch')
      await until(() => texts(client, team).at(-1) === 'heard by the watch')
    })
  }

  test('[HUB-3] a watch that began before ends with the seat, however late', async () => {
    const { messenger, world, node, ada, bob, team } = await start()
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    expect(await ask(client, { do: 'watch', channel: team })).toBe('ok')
    messenger.only(() => false)
    await world.run(bob, { do: 'channel.leave', channel: team })
    messenger.only(() => true)
    await node.hub.check()
    await settled()
    await say(world, ada, team, 'not heard')
    expect(texts(client, team)).toEqual([])
  })
})

const channelsOf = (world: World, founder: Person, count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, n) =>
      String((await world.run(founder, { do: 'channel.create', name: `room-${n}` })).channel),
    ),
  )

/** The app with something that happens once, after it was read whether somebody holds a seat and before that is used. */
const afterSeatIsRead = (app: App, meanwhile: () => Promise<unknown>): App => {
  let done = false
  const channel: App['ask']['channel'] = async (actor, action, ref) => {
    const answer = await app.ask.channel(actor, action, ref)
    if (action === 'mark' && !done) {
      done = true
      await meanwhile()
    }
    return answer
  }
  return { ...app, ask: { ...app.ask, channel } }
}
