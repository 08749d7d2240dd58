import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Hello } from '#protocol/frames.ts'
import { policyDefaults } from '#protocol/policies.ts'
import { type Server, startServer } from '../support/server.ts'
import { type Answer, codeOf } from './connection.ts'
import { connect, type Member } from './guest.ts'

/** The first who joins at the machine is the owner. */
let server: Server
let owner: Member
let member: Member

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  owner = await connect(server.url, 'Olga')
  member = await connect(server.url, 'Mia')
})

afterAll(() => server.stop())

const set = (who: Member, name: string, value: unknown) => who.socket.ask({ do: 'policy.set', name, value })

test('a policy is heard by everybody at once, and told whole to who comes later', async () => {
  expect(codeOf(await set(member, 'editFor', 5))).toBe('not_allowed')
  expect((await set(owner, 'editFor', 5)).ok).toEqual({ name: 'editFor', value: 5 })
  await member.socket.hears(frame => JSON.stringify(frame).includes('"editFor"'), 'the policy')
  const late = await connect(server.url, 'Late')
  const { hello } = late.socket.frames.find(frame => 'hello' in frame) as { hello: Hello }
  const told = await late.socket.ask({ do: 'sync', epoch: hello.epoch, stream: hello.workspace, since: 0 })
  expect(told.ok?.rows).toContainEqual({ row: 'policy', rev: 3, name: 'editFor', value: 5 })
})

test('what owners keep for themselves an admin neither gives away nor takes', async () => {
  const admin = await connect(server.url, 'Arne')
  await owner.socket.ask({ do: 'user.role', user: admin.id, role: 'admin' })
  expect(codeOf(await set(admin, 'invite', 'admins'))).toBe('ok')
  expect(codeOf(await set(admin, 'invite', 'owners'))).toBe('not_allowed')
  expect(codeOf(await set(owner, 'invite', 'owners'))).toBe('ok')
  expect(codeOf(await set(admin, 'invite', 'everybody'))).toBe('not_allowed')
  expect(codeOf(await set(owner, 'invite', 'everybody'))).toBe('ok')
})

describe('what members may do goes by the policies of the moment', () => {
  const reasonOf = ({ refused }: Answer) => (refused as { reason?: string } | undefined)?.reason ?? null
  /** A channel of Mia's, with Leo in it, and the number of a message of his. */
  const room = async (): Promise<{ channel: string; leo: Member; seq: unknown }> => {
    const made = await member.socket.ask({ do: 'channel.create', name: `room-${++rooms}` })
    const channel = String(made.ok?.channel)
    const leo = await connect(server.url, `Leo ${rooms}`)
    await leo.socket.ask({ do: 'channel.join', channel })
    const said = await leo.socket.ask({ do: 'message.post', channel, clientId: 'first', text: 'Something rude.' })
    return { channel, leo, seq: said.ok?.seq }
  }
  let rooms = 0
  const reset = async () => {
    for (const [name, value] of Object.entries(policyDefaults)) await set(owner, name, value)
  }
  beforeEach(reset)

  test('channels are made by whom it is left to, and none becomes what one may not make', async () => {
    const { channel } = await room()
    const make = async (who: Member, isPrivate: boolean) =>
      reasonOf(await who.socket.ask({ do: 'channel.create', name: `made-${++rooms}`, private: isPrivate }))
    expect([await make(member, false), await make(member, true)]).toEqual([null, null])
    await set(owner, 'createPrivate', 'admins')
    expect([await make(member, false), await make(member, true)]).toEqual([null, 'admins_only'])
    const hidden = await member.socket.ask({ do: 'channel.convert', channel, kind: 'private' })
    expect(reasonOf(hidden)).toBe('admins_only')
    await set(owner, 'createPublic', 'owners')
    expect([await make(member, false), await make(owner, false), await make(owner, true)]).toEqual([
      'owners_only',
      null,
      null,
    ])
  })

  test('topics are set, and people taken out, by whom it is left to', async () => {
    const { channel, leo } = await room()
    const describeIt = async (who: Member) =>
      reasonOf(await who.socket.ask({ do: 'channel.describe', channel, topic: `Topic ${++rooms}` }))
    expect([await describeIt(leo), await describeIt(member)]).toEqual([null, null])
    await set(owner, 'topic', 'channel admins')
    expect([await describeIt(leo), await describeIt(member)]).toEqual(['channel_admins_only', null])
    await set(owner, 'topic', 'admins')
    expect([await describeIt(leo), await describeIt(member)]).toEqual(['admins_only', 'admins_only'])
    const remove = async (who: Member, { id }: Member) =>
      reasonOf(await who.socket.ask({ do: 'channel.remove', channel, user: id }))
    await set(owner, 'removePeople', 'admins')
    expect([await remove(leo, member), await remove(member, leo)]).toEqual(['admins_only', 'admins_only'])
    await set(owner, 'removePeople', 'everybody')
    expect(await remove(leo, member)).toBeNull()
  })

  test('what a message said before is shown to its author, and to whom it is left to', async () => {
    const { channel, leo, seq } = await room()
    await leo.socket.ask({ do: 'message.edit', channel, seq, text: 'Something kind.' })
    const look = async (who: Member) => {
      const answer = await who.socket.ask({ do: 'versions', channel, seq })
      return reasonOf(answer) ?? ((answer.ok?.versions ?? []) as { text: string }[]).map(({ text }) => text)
    }
    await set(owner, 'history', 'admins')
    const before = ['Something rude.']
    expect([await look(member), await look(leo), await look(owner)]).toEqual(['admins_only', before, before])
    await set(owner, 'history', 'channel admins')
    expect(await look(member)).toEqual(before)
  })

  test('a message of somebody else goes by whom it is left to, and a line tells it', async () => {
    const { channel, leo, seq } = await room()
    const watcher = await connect(server.url)
    await watcher.socket.ask({ do: 'watch', channel })
    const remove = async (who: Member) => codeOf(await who.socket.ask({ do: 'message.delete', channel, seq }))
    expect([await remove(member), await remove(watcher)]).toEqual(['not_author', 'not_a_member'])
    await set(owner, 'deleteOthers', 'nobody')
    expect(await remove(owner)).toBe('not_author')
    await set(owner, 'deleteOthers', 'channel admins')
    expect([await remove(member), await remove(member), await remove(owner)]).toEqual(['ok', 'ok', 'ok'])
    const page = await leo.socket.ask({ do: 'history', channel })
    const rows = page.ok?.rows as { seq: number; deleted?: true; text: string; kind?: string; data?: object }[]
    expect(rows.find(row => row.seq === seq)).toMatchObject({ deleted: true, text: '' })
    expect(rows.filter(row => row.kind === 'deleted').map(({ data }) => data)).toEqual([{ user: leo.id }])
    await watcher.socket.hears(frame => JSON.stringify(frame).includes('"kind":"deleted"'), 'the line')
    expect(JSON.stringify(watcher.socket.frames)).not.toContain('rude')
  })

  test('in a conversation of two nobody deletes what the other said', async () => {
    const made = await member.socket.ask({ do: 'direct.open', users: [owner.id] })
    const channel = String(made.ok?.channel)
    const said = await member.socket.ask({ do: 'message.post', channel, clientId: 'd', text: 'Between us.' })
    await set(owner, 'deleteOthers', 'channel admins')
    expect(codeOf(await owner.socket.ask({ do: 'message.delete', channel, seq: said.ok?.seq }))).toBe('not_author')
  })

  test('everybody is called by whom it is left to; the message itself stays as it was written', async () => {
    const { channel, leo } = await room()
    await set(owner, 'callAll', 'channel admins')
    const call = (who: Member, clientId: string) =>
      who.socket.ask({ do: 'message.post', channel, clientId, text: `<!channel> ${clientId}` })
    expect(codeOf(await call(leo, 'in-vain'))).toBe('ok')
    expect(codeOf(await call(member, 'heard'))).toBe('ok')
    const calls = () =>
      leo.socket.frames.flatMap(frame =>
        ((frame.rows ?? []) as { row: string; calls?: number[] }[]).flatMap(({ row, calls = [] }) =>
          row === 'channel' ? [calls] : [],
        ),
      )
    await leo.socket.hears(() => calls().length > 0, 'the call')
    expect(calls()).toEqual([[3]])
  })
})
