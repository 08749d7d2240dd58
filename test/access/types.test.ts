import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { registry } from '#app/registry.ts'
import { type Server, startServer } from '../support/server.ts'
import { socketCalls } from './calls.ts'
import { type Answer, codeOf } from './connection.ts'
import { openDump } from './dump.ts'
import { connect, enter, type Member } from './guest.ts'
import { rawHttp, upgrade } from './raw-http.ts'

let server: Server
let ada: Member
let dump: ReturnType<typeof openDump>

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  ada = await connect(server.url, 'Ada')
  dump = openDump(server.dataDir)
})

afterAll(async () => {
  dump.close()
  await server.stop()
})

/** As JSON, since not all of them can be said in JavaScript. None is right for any field. */
const wrongForAll = [
  '{}',
  '{"$gt":""}',
  '{"$ne":null}',
  '{"__proto__":{"length":3}}',
  '{"length":3,"toString":"x"}',
  '{"constructor":{"prototype":{}}}',
  '[]',
  '[[]]',
  '[null]',
  '["#general","#general"]',
  '[{"seq":1}]',
  'null',
  'true',
  'false',
  '1.5',
  '-1',
  '1e400',
  '-1e400',
  '9007199254740993',
  '""',
  '{"seq":"1","ts":1}',
  '{"seq":1}',
  '['.repeat(500) + ']'.repeat(500),
]

const wrongFor: Readonly<Record<string, readonly string[]>> = {
  string: [...wrongForAll, '0', '7'],
  number: [...wrongForAll, '"1"', '"one"', '"1; drop table users"'],
  boolean: [...wrongForAll.filter(each => !/^(true|false)$/.test(each)), '0', '1', '"true"'],
  object: [...wrongForAll, '0', '7', '"x"', '{"seq":{"$gt":0},"ts":"1.000000"}', '{"seq":1,"ts":"x"}'],
}

/** Where the wrong value is of the right type after all, the rules of the domain have a code of their own. */
const documented: Readonly<Record<string, string>> = {
  'message.post.text ""': 'text_invalid',
  'message.edit.text ""': 'not_author',
  'channel.create.name ""': 'name_invalid',
  'profile.rename.name ""': 'name_invalid',
  'channel.rename.name ""': 'not_allowed',
  'channel.convert.name ""': 'not_allowed',
  'channel.delete.name ""': 'not_allowed',
  'section.set.name ""': 'name_invalid',
  'section.share.name ""': 'section_not_found',
  'usergroup.set.name ""': 'usergroup_not_found',
  'usergroup.set.handle ""': 'usergroup_not_found',
  'usergroup.set.description ""': 'usergroup_not_found',
  'usergroup.set.channels []': 'usergroup_not_found',
  'usergroup.members.add []': 'usergroup_not_found',
  'usergroup.members.remove []': 'usergroup_not_found',
  'grouped.query ""': 'usergroup_not_found',
  'section.share.channels []': 'section_not_found',
  'workspace.set.name ""': 'name_invalid',
}

/** An empty `epoch` is just another one: a reset. No ids are no users, of nobody else is a conversation with oneself. Of whom nothing is typed yet, anybody is meant. */
const harmless = new Set([
  ...['sync.epoch ""', 'people.query ""', 'roster.query ""', 'members.query ""', 'channels.query ""'],
  ...['users.ids []', 'presence.users []', 'direct.open.users []', 'places.channels []'],
  ...['message.post.files []', 'file.hold.files []'],
  ...['handle', 'fullName', 'pronouns', 'title', 'zone'].map(field => `profile.edit.${field} ""`),
  ...['channel.describe.topic ""', 'channel.describe.purpose ""'],
  'place.arrange.section null',
  'place.arrange.level null',
  ...['invitation.create.channels []', 'accounts.query ""', 'workspace.set.accent ""'],
])

test('[S-25] there is a good command for each of the registry', () => {
  const entries = registry().filter(({ door }) => door === 'socket')
  expect(Object.keys(socketCalls).sort()).toEqual(entries.map(({ name }) => name).sort())
  for (const { name, schema } of entries) {
    if (name === 'ping') continue
    const fields = (schema as unknown as { entries: object }).entries
    expect([name, ...Object.keys(socketCalls[name]?.fields ?? {}).sort()]).toEqual([
      name,
      ...Object.keys(fields).sort(),
    ])
  }
})

describe('[S-25] a field of the wrong type is invalid, and nothing else', () => {
  test.each(Object.keys(socketCalls))('%s', async command => {
    const before = dump.take()
    for (const [field, right] of Object.entries(socketCalls[command]?.fields ?? {})) {
      for (const value of wrongFor[typeof right] ?? []) {
        const key = `${command}.${field} ${value}`
        if (harmless.has(key)) continue
        const code = codeOf(await said(command, field, value))
        expect([key, code]).toEqual([key, documented[key] ?? 'invalid'])
      }
    }
    expect(dump.take()).toBe(before)
    expect(ada.socket.closed).toBeNull()
  })
})

describe('[S-25] a field that is missing is invalid', () => {
  test.each(Object.keys(socketCalls))('%s', async command => {
    const before = dump.take()
    const { fields = {}, maybe = [] } = socketCalls[command] ?? {}
    for (const field of Object.keys(fields).filter(name => !maybe.includes(name))) {
      expect([field, codeOf(await said(command, field, null))]).toEqual([field, 'invalid'])
    }
    expect(dump.take()).toBe(before)
  })
})

test('[S-25] of a key that is said twice the last one counts, also for the schema', async () => {
  const before = dump.take()
  const { refused } = await verbatim('"do":"history","channel":"#general","channel":{"$gt":""}')
  expect(refused?.code).toBe('invalid')
  expect((await verbatim('"do":"message.post","do":"ping","channel":7')).ok).toEqual({})
  expect((await verbatim('"do":"history","channel":7,"channel":"#general"')).ok).toBeDefined()
  expect(dump.take()).toBe(before)
})

test('[S-26] keys of the prototype are fields like any other: unknown', async () => {
  const proto = '"__proto__":{"do":"message.post","polluted":1},"constructor":{"prototype":{"polluted":1}}'
  expect((await verbatim(`"do":"ping",${proto}`)).ok).toEqual({})
  expect(
    codeOf(await verbatim(`"do":"message.post","__proto__":{"channel":"#general","clientId":"p","text":"x"}`)),
  ).toBe('invalid')
  const answer = await ada.socket.ask({ do: 'users', ids: [ada.id] })
  expect(JSON.stringify(answer)).not.toContain('polluted')
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', ''])(
  '[S-26] the command %j does not exist',
  async name => expect(codeOf(await ada.socket.ask({ do: name }))).toBe('unknown_command'),
)

test.each(['7', 'null', '{}', '["ping"]', 'true', '{"toString":"ping"}'])('[S-25] %s is no command', async name => {
  expect(codeOf(await verbatim(`"do":${name}`))).toBe('unknown_command')
})

describe('[S-25] POST /auth/guest takes {"name": string} and nothing else', () => {
  const wrong = [...(wrongFor.string ?? []), '"\\ud800"']
    .filter(value => value !== '""')
    .map(value => `{"name":${value}}`)
  const bodies = [
    '',
    ' ',
    'name=Ada',
    '{',
    '[]',
    '["name"]',
    'null',
    '7',
    '"Ada"',
    '{}',
    '{"Name":"Ada"}',
    '{"name":"A"}{"name":"B"}',
  ]
  const polluted = ['{"__proto__":{"name":"Eve"}}', '{"constructor":{"name":"Eve"}}', '{"user":{"name":"Eve"}}']

  test.each([...wrong, ...bodies, ...polluted])('%s', async body => {
    const before = dump.take()
    const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body })
    const { error } = (await answer.json()) as { error: string }
    expect([answer.status, error]).toEqual(body.includes('ud800') ? [422, 'name_invalid'] : [400, 'invalid'])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(dump.take()).toBe(before)
  })

  test.each([
    ['deep nesting', '['.repeat(16_000)],
    ['a name of 15,000 characters', `{"name":"${'x'.repeat(15_000)}"}`],
    ['a name of 17,000 characters', `{"name":"${'x'.repeat(17_000)}"}`],
    ['a million characters', `{"name":"${'x'.repeat(1_000_000)}"}`],
    ['many keys', `{${Array.from({ length: 900 }, (_, key) => `"${key}":"${key}"`).join()}}`],
  ])('%s', async (_, body) => {
    const before = dump.take()
    const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body })
    expect(answer.status).toBe(body.length < 16_000 && body.startsWith('{"name') ? 422 : 400)
    expect(dump.take()).toBe(before)
  })

  test('more than a megabyte is not even read', async () => {
    const before = dump.take()
    const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body: 'x'.repeat(1_100_000) })
    expect(answer.status).toBe(413)
    expect(dump.take()).toBe(before)
  })

  test('bytes that are not UTF-8, and forms', async () => {
    const form = new FormData()
    form.set('name', 'Eve')
    for (const body of [new Uint8Array([0xff, 0xfe, 0x7b]), form, new URLSearchParams({ name: 'Eve' })]) {
      expect((await fetch(`${server.url}/auth/guest`, { method: 'POST', body })).status).toBe(400)
    }
  })

  test('what is not asked for is not taken', async () => {
    const { id } = ada
    const body = JSON.stringify({
      name: 'Eve',
      id,
      user: id,
      kind: 'bot',
      role: 'owner',
      token: ada.token,
      session: 'S1',
    })
    const joined = await fetch(`${server.url}/auth/guest`, { method: 'POST', body })
    const { user, token } = (await joined.json()) as { user: { id: string }; token: string }
    expect([user.id === id, token === ada.token]).toEqual([false, false])
    const { ok } = await ada.socket.ask({ do: 'users', ids: [user.id] })
    expect(ok?.rows).toEqual([expect.objectContaining({ id: user.id, name: 'Eve', kind: 'human' })])
  })
})

test('[S-25] wrong types in the address and the headers of an upgrade open nothing more', async () => {
  const { token } = await enter(server.url, 'Upgrader')
  const offer = 'Sec-WebSocket-Protocol: constructor, __proto__'
  const lines = upgrade([`Host: 127.0.0.1:${server.port}`, `Authorization: Bearer ${token}`, offer])
  const { status, headers } = await rawHttp(server.port, lines)
  // RFC 6455, 4.2.2: we speak no subprotocol, and choose none.
  expect([status, headers.has('sec-websocket-protocol')]).toEqual([101, false])
})

/** Says a good command with one field replaced by this JSON; null leaves the field out. */
const said = (command: string, field: string, value: string | null): Promise<Answer> => {
  const fields = Object.entries(socketCalls[command]?.fields ?? {}).filter(([name]) => name !== field)
  const rest = fields.map(([name, right]) => `"${name}":${JSON.stringify(right)}`)
  return verbatim([`"do":"${command}"`, ...rest, ...(value === null ? [] : [`"${field}":${value}`])].join())
}

// Far from those that `ask` counts, whose answers would be taken for these.
let ids = 1_000_000

const verbatim = (fields: string): Promise<Answer> => {
  const id = ++ids
  ada.socket.raw(`{"id":${id},${fields}}`)
  return ada.socket.answerTo(id)
}
