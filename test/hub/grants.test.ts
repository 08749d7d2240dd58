import { describe, expect, test } from 'bun:test'
import type { Hint } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import { seeded } from '../fire/random.ts'
import { until } from '../support/wait.ts'
import { type Client, Node, openWorld, type Person, say, settled, start, texts } from './node.ts'

describe('who loses a stream', () => {
  for (const way of ['told', 'lost', 'half lost'] as const) {
    test(`[HUB-3] is off before the frame is published, and cut off with waiting bytes (the hint is ${way})`, async () => {
      const { messenger, world, node, ada, bob, team } = await start()
      const [quick, slow] = [await node.connect(bob), await node.connect(bob)]
      await until(() => quick.replica.settled && slow.replica.settled)
      slow.socket.waiting = 100
      const heard = texts(quick, team).length
      if (way === 'lost') messenger.only(() => false)
      if (way === 'half lost') messenger.only(hint => 'frame' in hint && hint.frame.stream !== bob.user)
      await world.run(bob, { do: 'channel.leave', channel: team })
      messenger.only(() => true)
      if (way === 'lost') await say(world, ada, team, 'shows the hole')
      await node.hub.check()
      await settled()
      expect(quick.socket.subscriptions).not.toContain(team)
      expect(quick.socket.ended).toBeNull()
      expect(slow.socket.ended).toBe('terminated')
      await say(world, ada, team, 'secret')
      expect(texts(quick, team)).toHaveLength(heard)
      expect(seatsOf(quick, team, bob)).not.toContain('ended')
    })
  }

  test('[HUB-3] an old hint that comes again does not let anybody in, nor take anybody off', async () => {
    const { messenger, world, node, ada, bob, team } = await start()
    const hints: Hint[] = []
    messenger.only(hint => hints.push(hint) > 0)
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    await world.run(bob, { do: 'channel.leave', channel: team })
    const left = hints.splice(0)
    await world.run(bob, { do: 'channel.join', channel: team })
    const joined = hints.splice(0)
    for (const hint of left) messenger.bring(hint)
    expect(client.socket.subscriptions).toContain(team)
    await world.run(bob, { do: 'channel.leave', channel: team })
    for (const hint of joined.toReversed()) messenger.bring(hint)
    expect(client.socket.subscriptions).not.toContain(team)
    await say(world, ada, team, 'secret')
    expect(texts(client, team)).not.toContain('secret')
  })

  test('[HUB-3] while only one of the two streams of a seat is up to date, its user is off', async () => {
    const { messenger, world, node, bob, team } = await start()
    const hints: Hint[] = []
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    messenger.only(hint => hints.push(hint) === 0)
    await world.run(bob, { do: 'channel.leave', channel: team })
    await world.run(bob, { do: 'channel.join', channel: team })
    await world.run(bob, { do: 'channel.leave', channel: team })
    const of = (stream: string) => hints.filter(hint => 'frame' in hint && hint.frame.stream === stream)
    for (const hint of of(team)) messenger.bring(hint)
    for (const hint of of(bob.user).slice(0, 2)) messenger.bring(hint)
    expect(client.socket.subscriptions).not.toContain(team)
    messenger.only(() => true)
    await world.run(bob, { do: 'channel.join', channel: team })
    await node.hub.check()
    await settled()
    expect(client.socket.subscriptions).toContain(team)
  })

  test('[HUB-3] hints that come in the wrong order let nobody in, not even until the hole is closed', async () => {
    const { messenger, world, node, bob, team } = await start()
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    const hints: Hint[] = []
    messenger.only(hint => hints.push(hint) === 0)
    await world.run(bob, { do: 'channel.leave', channel: team })
    await world.run(bob, { do: 'channel.join', channel: team })
    await world.run(bob, { do: 'channel.leave', channel: team })
    for (const hint of hints.slice(2).toReversed()) {
      messenger.bring(hint)
      expect(client.socket.subscriptions).not.toContain(team)
    }
    await settled()
    expect(client.socket.subscriptions).not.toContain(team)
  })

  test('[HUB-3] a session that ends closes its sockets and no others; with waiting bytes they are cut off', async () => {
    const { world, node, ada, bob } = await start()
    const [one, two, other] = [await node.connect(ada), await node.connect(ada), await node.connect(bob)]
    two.socket.waiting = 1
    await world.app.accounts.signOut({ user: ada.user, name: 'Ada', session: ada.session })
    expect([one.socket.ended, two.socket.ended, other.socket.ended]).toEqual([4001, 'terminated', null])
  })
})

describe('who gains a stream', () => {
  test('[HUB-3] hears it, though the frames of the channel were lost and nobody here heard it before', async () => {
    const { messenger, world, node, ada, bob, team } = await start()
    await world.run(bob, { do: 'channel.leave', channel: team })
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    messenger.only(hint => 'frame' in hint && hint.frame.stream !== team)
    await world.run(bob, { do: 'channel.join', channel: team })
    await say(world, ada, team, 'lost')
    messenger.only(() => true)
    await say(world, ada, team, 'heard')
    await settled()
    expect(texts(client, team)).toEqual(['lost', 'heard'])
  })

  test('[HUB-3] hears it again, though frames were lost while nobody here heard the channel', async () => {
    const { messenger, world, node, ada, bob, team } = await start()
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    await world.run(bob, { do: 'channel.leave', channel: team })
    messenger.only(() => false)
    await say(world, ada, team, 'lost')
    messenger.only(() => true)
    await world.run(bob, { do: 'channel.join', channel: team })
    await settled()
    await say(world, ada, team, 'heard')
    expect(texts(client, team)).toEqual(['lost', 'heard'])
  })

  test('learns where a channel is whose first frames were all lost, and is not told all of it', async () => {
    const { messenger, world, ada, bob, team } = await start()
    await world.run(bob, { do: 'channel.leave', channel: team })
    for (let count = 0; count < 30; count++) await say(world, ada, team, `${count}`)
    const node = new Node(world.app)
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    messenger.only(hint => 'frame' in hint && hint.frame.stream === bob.user)
    await world.run(bob, { do: 'channel.join', channel: team })
    await until(() => client.replica.settled && texts(client, team).length === 30)
    await say(world, ada, team, 'lost')
    client.socket.texts.splice(0)
    await node.hub.check()
    await until(() => texts(client, team).length === 31)
    expect(client.socket.texts.filter(text => text.includes('"since":0'))).toEqual([])
    expect(client.socket.texts.join('').match(/"row":"message"/g)).toHaveLength(1)
  })

  test('is not told the whole history of a channel that nobody here has heard', async () => {
    const { world, ada, bob, team } = await start()
    await world.run(bob, { do: 'channel.leave', channel: team })
    for (let count = 0; count < 30; count++) await say(world, ada, team, `${count}`)
    const node = new Node(world.app)
    const client = await node.connect(bob)
    await until(() => client.replica.settled)
    client.deaf = true
    client.socket.texts.splice(0)
    await world.run(bob, { do: 'channel.join', channel: team })
    await say(world, ada, team, 'new')
    await settled()
    const told = client.socket.texts.filter(text => text.includes('"message"'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('"text":"new"')
  })
})

test('over the bus of one node nothing of a channel reaches who has left it, once leaving is acknowledged', async () => {
  const random = seeded(5)
  const world = await openWorld(localBus())
  const node = new Node(world.app)
  const [ada, bob] = [await world.enter('Ada'), await world.enter('Bob')]
  const team = String((await world.run(ada, { do: 'channel.create', name: 'team' })).channel)
  const clients = [await node.connect(bob), await node.connect(bob)]
  let spoken = 0
  for (let turn = 0; turn < 50; turn++) {
    await world.run(bob, { do: 'channel.join', channel: team })
    await Promise.all([world.run(bob, { do: 'channel.leave', channel: team }), say(world, ada, team, `${spoken++}`)])
    for (const { socket } of clients) socket.texts.splice(0)
    for (let count = random() * 3; count > 0; count--) await say(world, ada, team, `${spoken++}`)
    expect(clients.flatMap(({ socket }) => socket.texts.filter(text => text.includes(team)))).toEqual([])
  }
  expect(spoken).toBeGreaterThan(100)
})

const seatsOf = ({ replica }: Client, stream: string, { user }: Person): string[] =>
  [...(replica.rows.get(stream)?.values() ?? [])].flatMap(row =>
    row.row === 'seat' && row.user === user ? [row.state] : [],
  )
