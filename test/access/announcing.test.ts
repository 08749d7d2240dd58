import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { type Answer, codeOf } from './connection.ts'
import { connect, type Member } from './guest.ts'

/** The first who joins at the machine is the owner. */
let server: Server
let owner: Member
let maker: Member
let other: Member

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  owner = await connect(server.url, 'Olga')
  maker = await connect(server.url, 'Mia')
  other = await connect(server.url, 'Leo')
})

afterAll(() => server.stop())

const reasonOf = ({ refused }: Answer) => (refused as { reason?: string } | undefined)?.reason ?? null
let made = 0
const make = async (isPrivate = false): Promise<string> => {
  const name = `room-${++made}`
  const answer = await maker.socket.ask({ do: 'channel.create', name, private: isPrivate })
  const channel = String(answer.ok?.channel)
  await maker.socket.ask({ do: 'channel.invite', channel, users: [other.id] })
  return channel
}
const post = (who: Member, channel: string) =>
  who.socket.ask({ do: 'message.post', channel, clientId: `m${++made}`, text: 'A word.' })

test('where only admins write others read, react and are told why; the seat says who was chosen', async () => {
  const channel = await make()
  const set = (who: Member, how: string) => who.socket.ask({ do: 'channel.posting', channel, who: how })
  const seq = (await post(other, channel)).ok?.seq
  expect(codeOf(await set(other, 'admins'))).toBe('not_allowed')
  expect(codeOf(await set(maker, 'admins'))).toBe('ok')
  expect([reasonOf(await post(other, channel)), codeOf(await post(maker, channel))]).toEqual(['posting_admins', 'ok'])
  expect(codeOf(await other.socket.ask({ do: 'reaction.add', channel, seq, name: 'tada' }))).toBe('ok')
  expect(codeOf(await other.socket.ask({ do: 'message.edit', channel, seq, text: 'Another word.' }))).toBe('ok')
  const choose = (posts: boolean) => maker.socket.ask({ do: 'channel.voice', channel, user: other.id, posts })
  await choose(true)
  // Chosen, but it is left to admins alone.
  expect(reasonOf(await post(other, channel))).toBe('posting_admins')
  await set(maker, 'chosen')
  expect(codeOf(await post(other, channel))).toBe('ok')
  await other.socket.hears(
    frame => JSON.stringify(frame).includes('"posts":true') && frame.stream === other.id,
    'the own place',
  )
  await choose(false)
  expect(reasonOf(await post(other, channel))).toBe('posting_chosen')
  expect(reasonOf(await post(owner, channel))).toBe(null)
  expect(codeOf(await post(owner, channel))).toBe('not_a_member')
  await set(maker, 'everybody')
  expect(codeOf(await post(other, channel))).toBe('ok')
})

test('an admin of the workspace who restricts a channel, #general too, does not silence themselves', async () => {
  const general = '#general'
  expect(codeOf(await owner.socket.ask({ do: 'channel.posting', channel: general, who: 'admins' }))).toBe('ok')
  expect([codeOf(await post(owner, general)), reasonOf(await post(maker, general))]).toEqual(['ok', 'posting_admins'])
  await owner.socket.ask({ do: 'channel.posting', channel: general, who: 'everybody' })
  expect(codeOf(await post(maker, general))).toBe('ok')
})

test('[HUB-5] whoever is new is in the channels for newcomers, and no line tells it', async () => {
  const channel = await make()
  const set = (who: Member, newcomers: boolean) => who.socket.ask({ do: 'channel.newcomers', channel, newcomers })
  expect(codeOf(await set(maker, true))).toBe('not_allowed')
  expect(codeOf(await set(owner, true))).toBe('ok')
  const before = (await owner.socket.ask({ do: 'history', channel })).ok?.rows as unknown[]
  const nora = await connect(server.url, `Nora ${++made}`)
  expect(codeOf(await post(nora, channel))).toBe('ok')
  expect((await owner.socket.ask({ do: 'history', channel })).ok?.rows).toHaveLength(before.length + 1)
  // What is hidden is for nobody new.
  await maker.socket.ask({ do: 'channel.convert', channel, kind: 'private' })
  const later = await connect(server.url, `Later ${++made}`)
  expect(codeOf(await post(later, channel))).toBe('channel_not_found')
})

test('a private channel without an admin is inherited by who has been in it longest', async () => {
  const channel = await make(true)
  const third = await connect(server.url, `Third ${++made}`)
  await maker.socket.ask({ do: 'channel.invite', channel, users: [third.id] })
  await maker.socket.ask({ do: 'channel.leave', channel })
  const admins = async () => {
    const seats = (await other.socket.ask({ do: 'members', channel })).ok?.seats as { user: string; admin?: true }[]
    return seats.filter(({ admin }) => admin).map(({ user }) => user)
  }
  await until(async () => (await admins()).length > 0, { what: 'the heir' })
  expect(await admins()).toEqual([other.id])
  expect(codeOf(await other.socket.ask({ do: 'channel.rename', channel, name: `mine-${++made}` }))).toBe('ok')
})

test('of a private channel that nobody is in an owner learns how large it is, and nothing else', async () => {
  const channel = await make(true)
  await post(maker, channel)
  await maker.socket.ask({ do: 'channel.remove', channel, user: other.id })
  await maker.socket.ask({ do: 'channel.leave', channel })
  expect(codeOf(await maker.socket.ask({ do: 'abandoned' }))).toBe('not_allowed')
  const told = (await owner.socket.ask({ do: 'abandoned' })).ok?.channels as object[]
  expect(told).toHaveLength(1)
  expect(Object.keys(told[0] ?? {}).sort()).toEqual(['created', 'moved', 'posts'])
  expect(told[0]).toMatchObject({ posts: 1 })
})
