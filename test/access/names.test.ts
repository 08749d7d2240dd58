import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { channelNameFault, userNameFault } from '#domain/name-faults.ts'
import { isReservedName, nameKey, nameKeys } from '#domain/name-key.ts'
import { normalizeChannelName, normalizeUserName } from '#domain/names.ts'
import { type Server, startServer } from '../support/server.ts'
import { codeOf } from './connection.ts'
import { connect, type Member } from './guest.ts'
import {
  alike,
  alikeAsWritten,
  badChannelNames,
  badUserNames,
  different,
  disguises,
  goodChannelNames,
  goodUserNames,
  reserved,
} from './name-cases.ts'

describe('[S-28] names that look alike have one key', () => {
  test.each(alike)('%j and %j', (one, other) => expect(userKey(other)).toBe(userKey(one)))
})

describe('[S-28] names that look alike only as they are written have one key of that kind', () => {
  const look = (name: string) => nameKeys(normalizeUserName(name)).lookKey
  test.each(alikeAsWritten)('%j and %j', (one, other) => expect(look(other)).toBe(look(one)))
})

describe('[S-28] names that differ have two of both', () => {
  test.each(different)('%j and %j', (one, other) => {
    const [first, second] = [one, other].map(name => nameKeys(normalizeUserName(name)))
    expect(first?.nameKey).not.toBe(second?.nameKey)
    expect(first?.lookKey).not.toBe(second?.lookKey)
  })
})

describe('[S-28] nobody is called', () => {
  test.each(badUserNames)('%s', (_, name) => expect(userNameFault(normalizeUserName(name))?.message).toBeString())
})

describe('[S-28] somebody may be called', () => {
  test.each(goodUserNames)('%s', name => expect(userNameFault(normalizeUserName(name))).toBeNull())
})

describe('[S-28] nobody passes for', () => {
  test.each(reserved)('%s, in whatever disguise', name => {
    for (const disguise of disguises) expect(isReservedName(normalizeUserName(disguise(name)))).toBeTrue()
  })

  test('while names that only contain one are free', () => {
    for (const name of ['Heremann', 'Allan', 'Admina', 'Rooter', 'the owner']) expect(isReservedName(name)).toBeFalse()
  })
})

describe('[S-28] a channel may be called', () => {
  test.each(goodChannelNames)('%j, which is %j', (typed, name) => {
    expect(normalizeChannelName(typed)).toBe(name)
    expect(channelNameFault(name)).toBeNull()
  })
})

describe('[S-28] no channel is called', () => {
  test.each(badChannelNames)('%j', name => expect(channelNameFault(normalizeChannelName(name))?.message).toBeString())
})

describe('over the wire', () => {
  let server: Server
  let ada: Member

  beforeAll(async () => {
    server = await startServer({ args: ['--limits', 'off'] })
    ada = await connect(server.url, 'Ada')
  })

  afterAll(async () => {
    await server.stop()
  })

  const join = async (name: string) => {
    const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name }) })
    return [answer.status, ((await answer.json()) as { error?: string }).error] as const
  }
  const create = async (name: string) => codeOf(await ada.socket.ask({ do: 'channel.create', name }))
  const rename = async (name: string) => codeOf(await ada.socket.ask({ do: 'profile.rename', name }))

  test('[S-28] a bad display name is refused at both doors with the same code', async () => {
    for (const [what, name] of badUserNames) {
      const wanted = name.length > 10_000 ? [what, 400, 'invalid'] : [what, 422, 'name_invalid']
      expect([what, ...(await join(name))]).toEqual(wanted as typeof wanted & [string, number, string])
      expect([what, await rename(name)]).toEqual([what, 'name_invalid'])
    }
    for (const name of reserved) {
      expect([name, ...(await join(name))]).toEqual([name, 422, 'name_invalid'])
      expect([name, await rename(name)]).toEqual([name, 'name_invalid'])
    }
  })

  test('[S-28] a good display name comes back as it was typed', async () => {
    for (const name of goodUserNames) {
      const answer = await ada.socket.ask({ do: 'profile.rename', name })
      expect([name, answer.ok]).toEqual([name, { name: name.normalize('NFC') }])
    }
    expect(await rename('Ada')).toBe('ok')
  })

  test('[S-28] who looks like somebody here is refused, and proposed a name that is free', async () => {
    for (const name of ['ADA', '\u0410da', '\uff21\uff44\uff41', ' Ada ']) {
      const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name }) })
      const { error, suggestion } = (await answer.json()) as { error: string; suggestion: string }
      expect([name, answer.status, error]).toEqual([name, 409, 'name_taken'])
      expect(userNameFault(suggestion)).toBeNull()
      expect((await join(suggestion))[0]).toBe(200)
    }
  })

  test('[S-28] who looks like somebody only as it is written is refused, too', async () => {
    for (const [one, other] of alikeAsWritten) {
      expect([one, ...(await join(one))]).toEqual([one, 200, undefined])
      expect([other, (await join(other))[0]]).toEqual([other, 409])
    }
  })

  test('[S-28] also where the name is as long as names may be, and made of pairs', async () => {
    const name = `x${'\u{1f389}'.repeat(29)}`
    expect((await join(name))[0]).toBe(200)
    const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name }) })
    const { suggestion } = (await answer.json()) as { suggestion: string }
    expect((await join(suggestion))[0]).toBe(200)
  })

  test('[S-28] also where it is the name of many, and long', async () => {
    const name = 'y'.repeat(60)
    let proposed = name
    for (let others = 0; others < 60; others++) {
      expect([proposed, ...(await join(proposed))]).toEqual([proposed, 200, undefined])
      const answer = await fetch(`${server.url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name }) })
      proposed = ((await answer.json()) as { suggestion: string }).suggestion
    }
  })

  test('[S-28] one may change the spelling of the own name', async () => {
    expect([await rename('ADA'), await rename('\u0410da'), await rename('Ada')]).toEqual(['ok', 'ok', 'ok'])
  })

  test('[S-28] a bad channel name is refused', async () => {
    for (const name of badChannelNames) expect([name, await create(name)]).toEqual([name, 'name_invalid'])
  })

  test('[S-26] [S-28] a good one is stored as it is shown, found by it, and taken from then on', async () => {
    for (const [typed, name] of goodChannelNames) {
      const { ok, refused } = await ada.socket.ask({ do: 'channel.create', name: typed })
      if (refused) expect([typed, refused.code, isAgain(typed)]).toEqual([typed, 'name_taken', true])
      else expect([typed, ok?.name]).toEqual([typed, name])
      expect([typed, await create(` ${typed.toUpperCase()} `)]).toEqual([typed, 'name_taken'])
      const { ok: found } = await ada.socket.ask({ do: 'history', channel: `#${name}` })
      expect([typed, found?.rows]).toEqual([typed, []])
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('[S-28] a channel that looks like one that is there is taken', async () => {
    expect(await create('general')).toBe('name_taken')
    for (const name of ['GENERAL', 'g\u0435neral', 'gen\u0435r\u0430l', '\uff47eneral', '# General']) {
      expect([name, await create(name)]).toEqual([name, 'name_taken'])
    }
    // A capital i with a dot becomes a small one with two, which are drawn as one.
    expect([await create('izmir'), await create('\u0130zmir')]).toEqual(['ok', 'name_taken'])
  })
})

const userKey = (name: string): string => nameKey(normalizeUserName(name))

/** Whether a name before this one in the list has the same key. */
const isAgain = (typed: string): boolean => {
  const keys = goodChannelNames.map(([each]) => nameKey(normalizeChannelName(each)))
  return keys.indexOf(nameKey(normalizeChannelName(typed))) < goodChannelNames.findIndex(([each]) => each === typed)
}
