import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { commandWith, socketCalls } from './calls.ts'
import { codeOf } from './connection.ts'
import { openDump } from './dump.ts'
import { connect, type Member } from './guest.ts'

/** [ROOM] Rooms that are not public: who gets which answer, by hand, and that hidden is the same as not there. */

let server: Server
let dump: ReturnType<typeof openDump>
let owner: Member
let maker: Member
let member: Member
let former: Member
let outsider: Member
const rooms = new Map<Kind, string>()
const kinds = ['public', 'private', 'dm', 'group'] as const
type Kind = (typeof kinds)[number]

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  // The first one is the owner of the workspace: nobody of these.
  owner = await connect(server.url, 'Olga')
  ;[maker, member, former, outsider] = (await Promise.all(
    ['Maker', 'Member', 'Former', 'Outsider'].map(name => connect(server.url, name)),
  )) as [Member, Member, Member, Member]
  const third = await connect(server.url, 'Third')
  const open = async (users: string[]) => String((await maker.socket.ask({ do: 'direct.open', users })).ok?.channel)
  rooms.set('dm', await open([member.id])).set('group', await open([member.id, third.id]))
  const post = (channel: string) =>
    maker.socket.ask({ do: 'message.post', channel, clientId: `first ${channel}`, text: 'The first word.' })
  for (const kind of ['dm', 'group'] as const) await post(room(kind))
  for (const kind of ['public', 'private'] as const) {
    const made = await maker.socket.ask({ do: 'channel.create', name: `a-${kind}-room`, private: kind === 'private' })
    const channel = String(made.ok?.channel)
    rooms.set(kind, channel)
    await post(channel)
    await maker.socket.ask({ do: 'channel.invite', channel, users: [member.id, former.id] })
    await maker.socket.ask({ do: 'channel.remove', channel, user: former.id })
  }
  dump = openDump(server.dataDir)
})

afterAll(async () => {
  dump.close()
  await server.stop()
})

const room = (kind: Kind): string => rooms.get(kind) ?? ''

/** All that names a channel. */
const naming = Object.entries(socketCalls)
  .filter(([, { names, fields }]) => ['channel', 'stream'].includes(names) && names in fields)
  .map(([name]) => name)

describe('[ROOM] to who has no seat, a room is as if it were not there', () => {
  const others = () =>
    [
      ['private', outsider],
      ['private', former],
      ['dm', outsider],
      ['group', outsider],
    ] as const

  test.each(naming)('%s', async name => {
    for (const [kind, asker] of others()) {
      const before = dump.take()
      const answers = []
      for (const channel of [room(kind), 'C0000000000']) {
        const { re: _, ...answer } = await asker.socket.ask(commandWith(name, channel))
        answers.push(JSON.stringify(answer))
      }
      expect([kind, answers[0]]).toEqual([kind, String(answers[1])])
      expect([kind, JSON.parse(String(answers[0])).refused?.code]).toEqual([kind, 'channel_not_found'])
      expect(dump.take()).toBe(before)
    }
  })

  test('under its name as well, while members find it so', async () => {
    const named = async (asker: Member, name: string) => {
      const { re: _, ...answer } = await asker.socket.ask({ do: 'history', channel: name })
      return JSON.stringify(answer)
    }
    expect(await named(outsider, '#a-private-room')).toBe(await named(outsider, '#never-there'))
    expect(await named(former, '#A-Private-Room')).toBe(await named(former, '#never-there'))
    expect(await named(member, '#a-private-room')).toContain('The first word.')
  })

  test('a refused name tells nothing: others may take it, publicly and privately, its members may not', async () => {
    const create = async (asker: Member, name: string, isPrivate: boolean) =>
      codeOf(await asker.socket.ask({ do: 'channel.create', name, private: isPrivate }))
    await maker.socket.ask({ do: 'channel.create', name: 'the-plan', private: true })
    expect(await create(maker, 'The Plan', true)).toBe('name_taken')
    expect(await create(outsider, 'the-plan', true)).toBe('ok')
    expect(await create(outsider, 'the-plan', false)).toBe('ok')
    expect(await create(maker, 'the-plan', false)).toBe('name_taken')
  })

  test('nothing that is asked or told names it: places, people, channels, directory, presence', async () => {
    const asker = await connect(server.url, 'Asker')
    const answers = await Promise.all(
      [
        { do: 'places' },
        { do: 'places', channels: [...rooms.values()] },
        { do: 'channels', archived: true },
        { do: 'channels', query: 'a-private' },
        { do: 'sync', epoch: '', stream: 'directory', since: 0 },
        { do: 'sync', epoch: '', stream: 'people', since: 0 },
        { do: 'people', query: 'maker' },
      ].map(each => asker.socket.ask(each)),
    )
    const heard = JSON.stringify([answers, asker.socket.frames])
    for (const kind of ['private', 'dm', 'group'] as const) expect(heard).not.toContain(room(kind))
    expect(heard).not.toContain('a-private-room')
    expect(heard).toContain(room('public'))
  })
})

/** `m` maker (admin of the channel), `s` somebody with a seat; the code that each gets. Line by line: what is archived is brought back by the next. */
const table = `
                    public                     private                    dm                         group
message.post        m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
message.edit        m ok           s author    m ok           s author    m ok           s author    m ok           s author
reaction.add        m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
history             m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
members             m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
typing              m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
channel.join        m ok           s ok        m ok           s ok        m ok           s ok        m ok           s ok
channel.describe    m ok           s ok        m ok           s ok        m no           s no        m ok           s ok
channel.invite      m user         s user      m user         s user      m no           s no        m no           s no
channel.remove      m ok           s no        m ok           s no        m no           s no        m no           s no
channel.admin       m user         s no        m user         s no        m no           s no        m no           s no
channel.rename      m name         s no        m name         s no        m no           s no        m name         s name
channel.archive     m ok           s no        m ok           s no        m no           s no        m no           s no
channel.unarchive   m ok           s no        m ok           s no        m no           s no        m no           s no
channel.delete      m no           s no        m no           s no        m no           s no        m no           s no
direct.close        m no           s no        m no           s no        m ok           s ok        m ok           s ok
channel.leave       m -            s -         m -            s -         m no           s no        m no           s no
`

/** What the good call of the other matrix says, and this one must not: it would change too much, or too little. */
const other: Readonly<Record<string, object>> = {
  'channel.rename': { name: '/\u0007/' },
  'message.edit': { base: 1000 },
}

const words: Readonly<Record<string, string>> = {
  no: 'not_allowed',
  author: 'not_author',
  user: 'user_not_found',
  name: 'name_invalid',
}

test(
  '[ROOM] each kind of room takes what is its own, from whom it is',
  async () => {
    const [, ...lines] = table.split('\n').filter(line => line.trim() !== '')
    for (const line of lines) {
      const [name = '', ...cells] = line.trim().split(/\s+/)
      for (const [index, kind] of kinds.entries()) {
        for (const [offset, asker] of [maker, member].entries()) {
          const expected = cells[(index * 2 + offset) * 2 + 1] ?? ''
          if (expected === '-') continue
          const said = { ...commandWith(name, room(kind)), ...other[name] }
          const code = codeOf(await asker.socket.ask(said))
          expect([name, kind, asker.name, code]).toEqual([name, kind, asker.name, words[expected] ?? expected])
        }
      }
    }
  },
  patience(30_000),
)

test('[ROOM] an old name leads to its channel until somebody takes it', async () => {
  const made = await maker.socket.ask({ do: 'channel.create', name: 'first-name' })
  const channel = String(made.ok?.channel)
  expect(codeOf(await maker.socket.ask({ do: 'channel.rename', channel, name: 'second-name' }))).toBe('ok')
  const watched = async (name: string) => (await outsider.socket.ask({ do: 'watch', channel: name })).ok?.stream
  expect(await watched('#first-name')).toBe(channel)
  expect(await watched('#second-name')).toBe(channel)
  const other = (await outsider.socket.ask({ do: 'channel.create', name: 'first-name' })).ok?.channel
  expect(await watched('#first-name')).toBe(other)
  const rename = async (name: string) => codeOf(await maker.socket.ask({ do: 'channel.rename', channel, name }))
  expect([await rename('First Name'), await rename('second-name')]).toEqual(['name_taken', 'ok'])
})

test('[ROOM] a channel that is made private keeps who is in it and loses who only watches, for good', async () => {
  const made = await maker.socket.ask({ do: 'channel.create', name: 'open-for-now' })
  const channel = String(made.ok?.channel)
  await maker.socket.ask({ do: 'channel.invite', channel, users: [member.id] })
  const watcher = await connect(server.url, 'Watcher')
  await watcher.socket.ask({ do: 'watch', channel })
  expect(codeOf(await member.socket.ask({ do: 'channel.convert', channel, kind: 'private' }))).toBe('not_allowed')
  expect(codeOf(await maker.socket.ask({ do: 'channel.convert', channel, kind: 'private' }))).toBe('ok')
  await maker.socket.ask({ do: 'message.post', channel, clientId: 'hidden', text: 'Behind the door.' })
  await member.socket.hears(frame => JSON.stringify(frame).includes('Behind the door.'), 'the message')
  await watcher.socket.settled()
  expect(JSON.stringify(watcher.socket.frames)).not.toContain('Behind the door.')
  expect(codeOf(await watcher.socket.ask({ do: 'watch', channel }))).toBe('channel_not_found')
  // Its name is free for a public channel, and it has left the directory.
  expect(codeOf(await watcher.socket.ask({ do: 'channel.create', name: 'open-for-now' }))).toBe('ok')
  const gone = { stream: 'directory', rows: [{ row: 'listing', id: channel, name: '', gone: true }] }
  expect(
    watcher.socket.frames.find(frame => frame.stream === 'directory' && JSON.stringify(frame).includes('gone')),
  ).toMatchObject(gone)
  // Only admins of the workspace take the door away again.
  expect(codeOf(await maker.socket.ask({ do: 'channel.convert', channel, kind: 'public', name: 'x' }))).toBe(
    'not_allowed',
  )
})

test('[ROOM] a group that becomes a channel keeps what was said, and frees its set of people', async () => {
  const others = await Promise.all(['One', 'Two'].map(name => connect(server.url, name)))
  const open = async () =>
    String((await maker.socket.ask({ do: 'direct.open', users: others.map(({ id }) => id) })).ok?.channel)
  const group = await open()
  expect(await open()).toBe(group)
  await maker.socket.ask({ do: 'message.post', channel: group, clientId: 'kept', text: 'Kept.' })
  const converted = await others[0]?.socket.ask({
    do: 'channel.convert',
    channel: group,
    kind: 'private',
    name: 'The Group',
  })
  expect(converted?.ok).toEqual({ channel: group, kind: 'private', name: 'the-group' })
  expect(JSON.stringify(await maker.socket.ask({ do: 'history', channel: '#the-group' }))).toContain('Kept.')
  expect(await open()).not.toBe(group)
})

test('[ROOM] an owner with a seat makes a private channel public under a free name, and deletes a channel by its name', async () => {
  const made = await maker.socket.ask({ do: 'channel.create', name: 'to-be-shown', private: true })
  const channel = String(made.ok?.channel)
  const convert = async (name?: string) =>
    codeOf(
      await owner.socket.ask({ do: 'channel.convert', channel, kind: 'public', ...(name !== undefined && { name }) }),
    )
  // Who has no seat does not learn that it is there, whatever they are.
  expect(await convert('shown')).toBe('channel_not_found')
  await maker.socket.ask({ do: 'channel.invite', channel, users: [owner.id, member.id] })
  await outsider.socket.ask({ do: 'channel.create', name: 'to-be-shown' })
  expect([await convert(), await convert('to-be-shown'), await convert('shown')]).toEqual([
    'name_invalid',
    'name_taken',
    'ok',
  ])
  expect(codeOf(await outsider.socket.ask({ do: 'channel.join', channel: '#shown' }))).toBe('ok')
  const erase = async (who: Member, name: string) =>
    codeOf(await who.socket.ask({ do: 'channel.delete', channel, name }))
  expect([await erase(maker, 'shown'), await erase(owner, 'shown!'), await erase(owner, 'shown')]).toEqual([
    'not_allowed',
    'name_invalid',
    'ok',
  ])
  for (const who of [owner, maker, member, outsider])
    expect(codeOf(await who.socket.ask({ do: 'history', channel }))).toBe('channel_not_found')
  await member.socket.hears(frame => {
    const rows = (frame.rows ?? []) as { row: string; channel?: string; state?: string }[]
    return rows.some(row => row.row === 'place' && row.channel === channel && row.state === 'ended')
  }, 'the end of the place')
  expect(codeOf(await outsider.socket.ask({ do: 'channel.create', name: 'shown' }))).toBe('ok')
})
