import { describe, expect, test } from 'bun:test'
import { createApp } from '#app/app.ts'
import { until } from '../support/wait.ts'
import { guarded } from './guarded.ts'
import { type Client, doorsOf, Node, type Person, say, settled, start, type World } from './node.ts'

/** HUB-6: what leaves with a channel's content, and races with the loss of that channel. */

const questions = (team: string, epoch: string) =>
  [
    { do: 'history', channel: team },
    { do: 'history', channel: '#team' },
    { do: 'sync', epoch, stream: team, since: 0 },
    { do: 'watch', channel: team },
  ] as const

describe('[HUB-6] who loses a channel while an answer with its content is read does not get it', () => {
  for (const [index, { do: name }] of questions('', '').entries()) {
    test(`on one node: ${name} ${index}`, async () => {
      const { world, bob, team } = await start()
      const { client, arm } = await connected(world, bob, team)
      arm(() => world.run(bob, { do: 'channel.leave', channel: team }))
      await expectRefused(client, questions(team, world.app.identity.epoch)[index] ?? {})
      expect(client.socket.subscriptions).not.toContain(team)
    })

    test(`on two nodes: ${name} ${index}`, async () => {
      const { one, two, bob, team } = await twoNodes()
      const { client, arm } = await connected(two, bob, team)
      let left: Promise<unknown> = Promise.resolve()
      // It is acknowledged only after the answer, so that it cannot be waited for here.
      arm(async () => {
        left = one.run(bob, { do: 'channel.leave', channel: team })
        await settled()
      })
      await expectRefused(client, questions(team, two.app.identity.epoch)[index] ?? {})
      await left
      expect(client.socket.subscriptions).not.toContain(team)
    })
  }
})

test('[HUB-4] [HUB-6] a loss is acknowledged only when the answers that were being read on other nodes are out', async () => {
  const { one, two, bob, team, messenger } = await twoNodes()
  const { client, arm } = await connected(two, bob, team)
  const { promise: slowly, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  arm(() => {
    begin()
    return slowly
  })
  const answer = ask(client, { do: 'history', channel: team })
  await begun
  // The other node hears nothing of it but by looking into the store.
  messenger.only(hint => !('frame' in hint))
  let isAcknowledged = false
  const left = one.run(bob, { do: 'channel.leave', channel: team }).then(() => {
    isAcknowledged = true
  })
  await settled()
  expect(isAcknowledged).toBe(false)
  goOn()
  expect(await answer).toBe('ok')
  await left
  await expectRefused(client, { do: 'history', channel: team })
})

test('[HUB-6] an answer is not read again because somebody else lost the channel', async () => {
  const { world, ada, bob, team } = await start()
  const { client, arm, reads } = await connected(world, ada, team)
  arm(() => world.run(bob, { do: 'channel.leave', channel: team }))
  expect(await ask(client, { do: 'history', channel: team })).toBe('ok')
  expect(reads.count).toBe(1)
})

test('[HUB-6] places that were read before one was lost are read again', async () => {
  const { world, bob, team } = await start()
  const { client, arm, reads } = await connected(world, bob, team)
  arm(() => world.run(bob, { do: 'channel.leave', channel: team }))
  const heard = client.socket.texts.length
  expect(await ask(client, { do: 'places' })).toBe('ok')
  expect(reads.count).toBe(2)
  expect(
    client.socket.texts
      .slice(heard)
      .filter(text => text.startsWith('{"re"'))
      .join(),
  ).not.toContain(team)
})

/** Somebody's client on a node, who has heard a secret in the channel while they had a seat there. */
const connected = async (world: World, person: Person, team: string) => {
  const { app, arm, reads } = guarded(world.app)
  const client = await new Node(app).connect(person)
  await say(world, person, team, 'secret')
  await until(() => client.replica.settled)
  await settled()
  return { client, arm, reads }
}

const expectRefused = async (client: Client, question: object): Promise<void> => {
  const heard = client.socket.texts.length
  expect(await ask(client, question)).toBe('not_a_member')
  expect(client.socket.texts.slice(heard).join()).not.toContain('secret')
}

/** Two apps over one store and one bus, each with its own lease. */
const twoNodes = async () => {
  const { messenger, world, ada, bob, team } = await start()
  const app = await createApp({ store: world.store, bus: messenger.bus, monotonic: () => 0, limited: false })
  const two: World = { store: world.store, app, ...doorsOf(app) }
  await Promise.all([world.app.fence.begin(), app.fence.begin()])
  return { messenger, one: world, two, ada, bob, team }
}

let ids = 0

/** Says a command and resolves to `ok` or the code of the refusal. */
const ask = async ({ session, socket }: Client, command: object): Promise<string> => {
  const id = 1000 + ++ids
  session.message(JSON.stringify({ ...command, id }))
  const text = await until(() => socket.texts.find(each => each.startsWith(`{"re":${id},`)), { what: 'the answer' })
  return (JSON.parse(text) as { refused?: { code: string } }).refused?.code ?? 'ok'
}
