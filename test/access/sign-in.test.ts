import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { patience } from '../support/pace.ts'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { Connection } from './connection.ts'
import { openDump } from './dump.ts'
import { enter, type Guest } from './guest.ts'

let server: Server
let owner: Guest

beforeAll(async () => {
  server = await startServer()
  owner = await enter(server.url, 'Olga')
})

afterAll(() => server.stop())

type Answered = { status: number; body: Record<string, unknown>; wait: number; cookie: string }

const said = async (
  path: string,
  body: object,
  who: { token: string } | null = null,
  agent = 'a test',
): Promise<Answered> => {
  const headers = { 'user-agent': agent, ...(who && { authorization: `Bearer ${who.token}` }) }
  const answer = await fetch(`${server.url}/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
    wait: Number(answer.headers.get('retry-after') ?? 0),
    cookie: answer.headers.get('set-cookie') ?? '',
  }
}

const signIn = (body: object, agent?: string) => said('sign-in', body, null, agent)
const change = (who: { token: string }, body: object) => said('credentials', body, who)
const isIn = async ({ token }: { token: string }): Promise<boolean> => {
  const answer = await fetch(`${server.url}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
  return ((await answer.json()) as { user: object | null }).user !== null
}
const tokenIn = ({ body }: Answered) => ({ token: String(body.token) })
const secretIn = ({ body }: Answered) => String(body.secret)

describe('[PERSON] a link for another device', () => {
  const asked = async (person: Guest) => {
    const secret = secretIn(await change(person, { do: 'link.make' }))
    const opened = await signIn({ by: 'link', secret }, 'The new phone')
    return { secret, opened, waiting: String(opened.body.waiting) }
  }

  test('lets it in once the first one has said yes: the same person, with a session of its own', async () => {
    const ada = await enter(server.url, 'Ada')
    const { secret, opened, waiting } = await asked(ada)
    expect(opened).toMatchObject({ status: 200, body: { name: 'Ada' }, cookie: '' })
    expect((await signIn({ by: 'waiting', secret: waiting })).body).toEqual({ waiting, name: '' })
    const state = await change(ada, { do: 'link.state', secret })
    expect(state.body).toEqual({ state: 'asking', asks: { device: 'The new phone', network: '127.0.0.1' } })
    expect((await change(ada, { do: 'link.answer', secret, letIn: true })).status).toBe(200)
    const came = await signIn({ by: 'waiting', secret: waiting })
    expect(came).toMatchObject({ status: 200, body: { user: { id: ada.id, name: 'Ada' } } })
    expect(came.cookie).toContain(String(came.body.token))
    expect([await isIn(tokenIn(came)), await isIn(ada), came.body.token === ada.token]).toEqual([true, true, false])
    // Used up, both of them.
    expect((await signIn({ by: 'waiting', secret: waiting })).status).toBe(404)
    expect((await signIn({ by: 'link', secret })).status).toBe(404)
    expect((await change(ada, { do: 'link.state', secret })).body).toEqual({ state: 'over' })
  })

  test('leaves out whom the first one sends away, who opens it second, and who never asked', async () => {
    const ada = await enter(server.url)
    const { secret, waiting } = await asked(ada)
    expect((await signIn({ by: 'link', secret })).status).toBe(404)
    // The link itself is no answer, nor is what the waiting one holds a link.
    expect((await signIn({ by: 'waiting', secret })).status).toBe(404)
    expect((await signIn({ by: 'link', secret: waiting })).status).toBe(404)
    await change(ada, { do: 'link.answer', secret, letIn: false })
    expect((await signIn({ by: 'waiting', secret: waiting })).status).toBe(404)
    expect((await change(ada, { do: 'link.answer', secret, letIn: true })).status).toBe(404)
  })

  test('is answered by nobody but whose it is', async () => {
    const [ada, eve] = [await enter(server.url), await enter(server.url)]
    const { secret, waiting } = await asked(ada)
    expect((await change(eve, { do: 'link.state', secret })).body).toEqual({ state: 'over' })
    expect((await change(eve, { do: 'link.answer', secret, letIn: true })).status).toBe(404)
    expect((await signIn({ by: 'waiting', secret: waiting })).body).toEqual({ waiting, name: '' })
  })

  test('nobody comes in over somebody who is signed in', async () => {
    const [ada, eve] = [await enter(server.url), await enter(server.url)]
    const secret = secretIn(await change(ada, { do: 'link.make' }))
    expect((await said('sign-in', { by: 'link', secret }, eve)).body.error).toBe('signed_in')
  })
})

describe('[PERSON] a link for somebody who lost all else', () => {
  test('of flack link signs in at once, once, as who is named by display name or handle', async () => {
    const ada = await enter(server.url, 'Ada Lost')
    const printed = async (name: string) => (await runFlack(['link', name, '--data', server.dataDir])).stdout.trim()
    const link = await printed('ada  LOST')
    expect(link).toMatch(/\/sign-in#flk_[\w-]{43}$/)
    const secret = link.split('#')[1]
    const came = await signIn({ by: 'link', secret })
    expect(came).toMatchObject({ status: 200, body: { user: { id: ada.id } } })
    expect((await signIn({ by: 'link', secret })).status).toBe(404)
    expect((await runFlack(['link', 'Nobody here', '--data', server.dataDir])).code).toBe(1)
    expect((await runFlack(['link', '--data', server.dataDir])).code).toBe(2)
  })

  test('is handed out by admins, and for an owner by owners alone', async () => {
    const [admin, ada] = [await enter(server.url, 'Adam'), await enter(server.url)]
    const socket = await Connection.greeted(server.url, owner.token)
    expect((await socket.ask({ do: 'user.role', user: admin.id, role: 'admin' })).ok).toBeDefined()
    socket.close()
    const handed = async (who: Guest, user: string) => {
      const { status, body } = await change(who, { do: 'link.hand', user })
      return status === 200 ? 'ok' : body.reason
    }
    expect([await handed(ada, admin.id), await handed(ada, ada.id)]).toEqual(['admins_only', 'admins_only'])
    expect([await handed(admin, ada.id), await handed(admin, owner.id)]).toEqual(['ok', 'owners_only'])
    expect([await handed(owner, admin.id), await handed(owner, owner.id)]).toEqual(['ok', 'ok'])
    const secret = secretIn(await change(admin, { do: 'link.hand', user: ada.id }))
    expect((await signIn({ by: 'link', secret })).body.user).toEqual({ id: ada.id, name: ada.name })
  })
})

describe('[PERSON] a password', () => {
  const password = 'grey mice in May'
  const withPassword = async (name?: string) => {
    const person = await enter(server.url, name)
    expect((await change(person, { do: 'password.set', password })).status).toBe(200)
    return person
  }

  test('is set in place by who had nothing, and signs in by display name or handle', async () => {
    const ada = await withPassword('Ada Byron')
    const socket = await Connection.greeted(server.url, ada.token)
    expect((await socket.ask({ do: 'profile.edit', handle: 'byron' })).ok).toBeDefined()
    socket.close()
    for (const name of ['Ada Byron', ' ada  byron ', 'byron', '@Byron']) {
      const came = await signIn({ by: 'password', name, password })
      expect([name, came.status, (came.body.user as Guest | undefined)?.id]).toEqual([name, 200, ada.id])
    }
    const { body } = await change(ada, { do: 'list' })
    expect(body).toMatchObject({ credentials: [{ kind: 'password', subject: ada.id }], recovery: 0 })
    expect(JSON.stringify(body)).not.toContain('argon2')
  })

  test('[S-06] ends every other session and socket, and each open link: also the first one', async () => {
    const ada = await enter(server.url)
    const secret = secretIn(await change(ada, { do: 'link.make' }))
    const { body } = await signIn({ by: 'link', secret })
    await change(ada, { do: 'link.answer', secret, letIn: true })
    const other = tokenIn(await signIn({ by: 'waiting', secret: String(body.waiting) }))
    const before = await Connection.greeted(server.url, other.token)
    const open = secretIn(await change(other, { do: 'link.make' }))
    const handed = secretIn(await change(owner, { do: 'link.hand', user: ada.id }))
    expect((await change(ada, { do: 'password.set', password })).status).toBe(200)
    expect(await before.ends()).toBe(4001)
    expect([await isIn(other), await isIn(ada)]).toEqual([false, true])
    expect((await signIn({ by: 'link', secret: open })).status).toBe(404)
    expect((await signIn({ by: 'link', secret: handed })).status).toBe(404)
  })

  test('is changed by who knows it, and taken from nobody by who does not', async () => {
    const ada = await withPassword()
    const next = 'blue mice in June'
    for (const current of [undefined, next])
      expect((await change(ada, { do: 'password.set', password: next, current })).body.reason).toBe('password_current')
    expect((await change(ada, { do: 'password.set', password: next, current: password })).status).toBe(200)
    expect((await signIn({ by: 'password', name: ada.name, password })).status).toBe(401)
    expect((await signIn({ by: 'password', name: ada.name, password: next })).status).toBe(200)
  })

  test('[S-02] that is tried first is refused, also one made of the own name', async () => {
    const ada = await enter(server.url, 'Wilhelmina')
    for (const weak of ['short', 'Password1!', 'wilhelmina99', 'x'.repeat(300)])
      expect((await change(ada, { do: 'password.set', password: weak })).body.error).toBe('password_weak')
    expect((await change(ada, { do: 'password.set', password: 'x'.repeat(10_000) })).status).toBe(400)
  })

  test('[S-04] a wrong name, a name without password and a wrong password are one answer', async () => {
    const [ada, bob] = [await withPassword(), await enter(server.url)]
    const answers = await Promise.all(
      [ada.name, bob.name, 'Nobody at all', 'Flack', ''].map(name =>
        signIn({ by: 'password', name, password: 'wrong' }),
      ),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { error: 'credentials_wrong' } })
  })

  test(
    '[S-04] is tried a few times and no more, for names that there are and for others; everybody else gets in',
    async () => {
      const [ada, bob] = [await withPassword(), await withPassword()]
      for (const name of [ada.name, 'Not a soul']) {
        const tries = await Promise.all(
          Array.from({ length: 12 }, () => signIn({ by: 'password', name, password: 'wrong' })),
        )
        const limited = tries.filter(({ status }) => status === 429)
        expect([name, limited.length]).toEqual([name, 6])
        expect(limited.every(({ wait }) => wait > 60 && wait <= 120)).toBe(true)
      }
      expect((await signIn({ by: 'password', name: ada.name, password })).status).toBe(429)
      expect((await signIn({ by: 'password', name: bob.name, password })).status).toBe(200)
    },
    patience(20_000),
  )

  test('[S-05] who came in or was refused, and how, is written down, without what they showed', async () => {
    const ada = await withPassword()
    await signIn({ by: 'password', name: ada.name, password: 'a wrong secret' })
    const came = await signIn({ by: 'password', name: ada.name, password })
    using database = new Database(join(server.dataDir, 'flack.db'), { readonly: true })
    const entries = database.query('select way, outcome, network from entries where "user" = ? order by at')
    const both = await until(() => (entries.all(ada.id).length === 2 ? entries.all(ada.id) : null), {
      what: 'both notes',
    })
    const note = { way: 'password', network: '127.0.0.1' }
    expect(both).toEqual([
      { ...note, outcome: 'credentials_wrong' },
      { ...note, outcome: 'in' },
    ])
    const dump = openDump(server.dataDir)
    const all = dump.take()
    dump.close()
    for (const secret of [password, 'a wrong secret', String(came.body.token)]) {
      expect(all).not.toContain(secret)
      expect(server.logs()).not.toContain(secret)
    }
  })
})
