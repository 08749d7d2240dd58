import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { type Answer, codeOf } from './connection.ts'
import { connect, enter, type Guest, type Member } from './guest.ts'

let server: Server

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
})

afterAll(() => server.stop())

const rowsIn = ({ ok }: Answer) => (ok?.rows ?? []) as { role?: string }[]

/** The role that the people's own rows tell; nothing of a member. */
const roleOf = async (asker: Member, { id }: { id: string }): Promise<unknown> => {
  const [row] = rowsIn(await asker.socket.ask({ do: 'users', ids: [id] }))
  return row?.role ?? 'member'
}

describe('the first owner', () => {
  test('is nobody who comes through a proxy on this machine, or by another name of it', async () => {
    const through = async (headers: Record<string, string>, name: string) => {
      const answer = await fetch(`${server.url}/auth/guest`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name }),
      })
      return ((await answer.json()) as { user: Guest }).user
    }
    const away = await through({ 'x-forwarded-for': '203.0.113.7' }, 'Away')
    const asker = await connect(server.url, 'Second')
    // Whoever comes later is not the first, wherever they come from.
    expect([await roleOf(asker, away), await roleOf(asker, asker)]).toEqual(['member', 'member'])
  })

  test('is who joins first at the machine itself, and nobody after them', async () => {
    const other = await startServer({ args: ['--limits', 'off'] })
    const [first, second] = [await connect(other.url, 'First'), await connect(other.url, 'Second')]
    expect([await roleOf(second, first), await roleOf(first, second)]).toEqual(['owner', 'member'])
    const hello = first.socket.frames.find(frame => 'hello' in frame)?.hello as { me: object }
    expect(hello.me).toEqual({ id: first.id, name: 'First', role: 'owner' })
    await other.stop()
  })
})

describe('the link of flack owner', () => {
  const open = (path: string, method: 'GET' | 'POST', who: Guest | null) =>
    fetch(path, { method, headers: who === null ? {} : { authorization: `Bearer ${who.token}` } })

  test('makes its opener an owner, once, by the button and not by being opened', async () => {
    const link = (await runFlack(['owner', '--data', server.dataDir])).stdout
      .trim()
      .replace(/^http:\/\/[^/]+/, server.url)
    expect(link).toMatch(/\/owner\/flk_[\w-]{43}$/)
    const [ada, eve] = [await connect(server.url, 'Ada'), await connect(server.url, 'Eve')]
    expect((await open(link, 'GET', null)).status).toBe(200)
    const page = await (await open(link, 'GET', ada)).text()
    expect(page).toContain('Ada, with this you look after the workspace')
    expect(await roleOf(eve, ada)).toBe('member')
    expect((await open(link, 'POST', null)).status).toBe(401)
    expect((await open(link, 'POST', ada)).status).toBe(200)
    expect(await roleOf(eve, ada)).toBe('owner')
    expect((await open(link, 'POST', eve)).status).toBe(404)
    expect(await roleOf(ada, eve)).toBe('member')
    // Owners give roles, and one of them always stays.
    const give = async (who: Member, user: string, role: string) =>
      codeOf(await who.socket.ask({ do: 'user.role', user, role }))
    expect(await give(eve, eve.id, 'owner')).toBe('not_allowed')
    expect(await give(ada, ada.id, 'member')).toBe('not_allowed')
    expect([await give(ada, eve.id, 'owner'), await give(ada, ada.id, 'member')]).toEqual(['ok', 'ok'])
    expect([await roleOf(eve, ada), await roleOf(ada, eve)]).toEqual(['member', 'owner'])
    const answers = await Promise.all([
      give(eve, ada.id, 'owner'),
      give(eve, eve.id, 'admin'),
      give(ada, ada.id, 'admin'),
    ])
    expect(answers.filter(answer => answer === 'ok').length).toBeGreaterThan(0)
    const roles = [await roleOf(eve, ada), await roleOf(ada, eve)]
    expect(roles).toContain('owner')
  })

  test('a page of another site cannot send the form', async () => {
    const link = (await runFlack(['owner', '--data', server.dataDir])).stdout
      .trim()
      .replace(/^http:\/\/[^/]+/, server.url)
    const victim = await enter(server.url, 'Victim')
    const headers = { authorization: `Bearer ${victim.token}`, origin: 'https://evil.example' }
    expect((await fetch(link, { method: 'POST', headers })).status).toBe(403)
  })
})

describe('what people say of themselves', () => {
  test('is heard everywhere at once, and found by', async () => {
    const [ada, bob] = [await connect(server.url, 'Ada L'), await connect(server.url, 'Bob L')]
    const said = {
      handle: ' @Ada.L ',
      fullName: 'Augusta  Ada King',
      pronouns: 'she/her',
      title: 'Countess',
      zone: 'Europe/London',
    }
    const kept = { ...said, handle: 'ada.l', fullName: 'Augusta Ada King' }
    expect((await ada.socket.ask({ do: 'profile.edit', ...said })).ok).toEqual(kept)
    const row = { row: 'user', id: ada.id, name: 'Ada L', kind: 'human', ...kept }
    await bob.socket.hears(frame => JSON.stringify(frame).includes('Countess'), 'the row')
    const found = async (query: string) => rowsIn(await bob.socket.ask({ do: 'people', query }))[0]
    for (const query of ['ada.l', 'king', 'countess']) expect(await found(query)).toMatchObject(row)
    expect((await ada.socket.ask({ do: 'profile.edit', title: '' })).ok).toEqual({ ...kept, title: '' })
    expect(await found('countess')).toBeUndefined()
    expect(await found('augusta')).toMatchObject({ id: ada.id })
    await ada.socket.ask({ do: 'profile.rename', name: 'Lady L' })
    expect(await found('augusta')).toMatchObject({ id: ada.id })
  })

  test('handles are unique by the rule of names, and need not be there', async () => {
    const [one, two] = [await connect(server.url, 'One L'), await connect(server.url, 'Two L')]
    const take = async (who: Member, handle: string) => codeOf(await who.socket.ask({ do: 'profile.edit', handle }))
    expect(await take(one, 'grace')).toBe('ok')
    expect([await take(two, 'GRACE'), await take(two, 'gr\u0430ce'), await take(two, 'admin')]).toEqual([
      'name_taken',
      'name_taken',
      'name_invalid',
    ])
    expect([await take(one, 'grace'), await take(one, ''), await take(two, 'grace'), await take(one, '')]).toEqual(
      Array(4).fill('ok'),
    )
    expect([await take(two, 'a b'), await take(two, 'x'.repeat(31)), await take(two, '<@U1>')]).toEqual(
      Array(3).fill('name_invalid'),
    )
  })
})
