import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { codeOf } from '../support/code-app.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { nobody } from '../support/strangers.ts'
import { enter, type Guest } from './guest.ts'

let server: Server
/** The first who joins. */
let owner: Guest
beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  owner = await enter(server.url)
})
afterAll(() => server.stop())

type Answered = { status: number; body: Record<string, unknown> }

const said = async (path: string, body: object, who: { token: string } | null = null): Promise<Answered> => {
  const headers: Record<string, string> = who === null ? {} : { authorization: `Bearer ${who.token}` }
  const answer = await fetch(`${server.url}/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const signIn = (body: object) => said('sign-in', body)
const change = (who: { token: string }, body: object) => said('credentials', body, who)

const password = 'grey mice in May'
/** Somebody with a password and an app, whose code of this half minute is used up by setting it up. */
const withApp = async (): Promise<{ person: Guest; key: string; recovery: string[] }> => {
  const person = await enter(server.url)
  await change(person, { do: 'password.set', password })
  const { body } = await change(person, { do: 'codes.begin' })
  const [key, secret] = [String(body.key), body.secret]
  const confirmed = await change(person, { do: 'codes.confirm', secret, code: codeOf(key) })
  expect(confirmed.status).toBe(200)
  return { person, key, recovery: confirmed.body.recovery as string[] }
}

/** The first step. */
const second = async ({ name }: Guest): Promise<string> => {
  const { status, body } = await signIn({ by: 'password', name, password })
  expect([status, Object.keys(body)]).toEqual([200, ['second']])
  return String(body.second)
}

describe('[S-05] one-time codes', () => {
  test('are the second step, with no session before it', async () => {
    const { person, key } = await withApp()
    const secret = await second(person)
    const session = await fetch(`${server.url}/auth/session`, { headers: { authorization: `Bearer ${secret}` } })
    expect(await session.json()).toEqual(nobody)
    expect((await signIn({ by: 'code', secret, code: '000000' })).body.reason).toBe('code_wrong')
    const came = await signIn({ by: 'code', secret, code: codeOf(key, 1) })
    expect(came.body.user).toEqual({ id: person.id, name: person.name })
    expect((await signIn({ by: 'code', secret, code: codeOf(key, 1) })).status).toBe(404)
  })

  test('work once each, also where many come at once', async () => {
    const { person, key } = await withApp()
    const secrets = [await second(person), await second(person), await second(person), await second(person)]
    const code = codeOf(key, 1)
    const answers = await Promise.all(secrets.map(secret => signIn({ by: 'code', secret, code })))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    expect(answers.filter(({ body }) => body.reason === 'code_wrong').length).toBe(3)
  })

  test('are asked for after an admin’s link, too, and not of a device that is let in', async () => {
    const { person, key } = await withApp()
    const made = await change(person, { do: 'link.make' })
    const opened = await signIn({ by: 'link', secret: made.body.secret })
    await change(person, { do: 'link.answer', secret: made.body.secret, letIn: true })
    expect((await signIn({ by: 'waiting', secret: opened.body.waiting })).body.user).toBeDefined()
    const handed = await change(owner, { do: 'link.hand', user: person.id })
    const { body } = await signIn({ by: 'link', secret: handed.body.secret })
    expect(Object.keys(body)).toEqual(['second'])
    expect((await signIn({ by: 'code', secret: body.second, code: codeOf(key, 1) })).status).toBe(200)
  })

  test('have ten recovery codes, however they are typed, each for once', async () => {
    const { person, recovery } = await withApp()
    expect(new Set(recovery).size).toBe(10)
    const [code = ''] = recovery
    const typed = ` ${code.toUpperCase().replace('-', ' ')} `
    expect((await signIn({ by: 'code', secret: await second(person), code: typed })).status).toBe(200)
    expect((await signIn({ by: 'code', secret: await second(person), code })).status).toBe(401)
    expect((await change(person, { do: 'list' })).body.recovery).toBe(9)
    const other = await withApp()
    expect((await signIn({ by: 'code', secret: await second(other.person), code: recovery[1] })).status).toBe(401)
  })

  test('end by showing one, and by nothing else', async () => {
    const { person, recovery } = await withApp()
    expect((await change(person, { do: 'remove', kind: 'totp', subject: person.id })).status).toBe(400)
    expect((await change(person, { do: 'codes.remove', code: '123456' })).status).toBe(401)
    expect((await change(person, { do: 'codes.remove', code: recovery[0] })).status).toBe(200)
    expect((await signIn({ by: 'password', name: person.name, password })).body.user).toBeDefined()
    expect((await change(person, { do: 'list' })).body.recovery).toBe(0)
  })

  test('are not in force before a right code has come back', async () => {
    const person = await enter(server.url)
    await change(person, { do: 'password.set', password })
    const { body } = await change(person, { do: 'codes.begin' })
    expect((await change(person, { do: 'codes.confirm', secret: body.secret, code: '123456' })).status).toBe(401)
    expect((await signIn({ by: 'password', name: person.name, password })).body.user).toBeDefined()
    const eve = await enter(server.url)
    const code = codeOf(String(body.key))
    expect((await change(eve, { do: 'codes.confirm', secret: body.secret, code })).status).toBe(404)
  })
})

test(
  '[S-04] fifty codes at once are six tries',
  async () => {
    const limited = await startServer()
    const person = await enter(limited.url)
    const ask = async (path: string, body: object, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${limited.url}/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const own = { authorization: `Bearer ${person.token}` }
    await ask('credentials', { do: 'password.set', password }, own)
    const { body } = await ask('credentials', { do: 'codes.begin' }, own)
    const code = codeOf(String(body.key))
    await ask('credentials', { do: 'codes.confirm', secret: body.secret, code }, own)
    const first = await ask('sign-in', { by: 'password', name: person.name, password })
    const tries = Array.from({ length: 50 }, (_, at) => String(100_000 + at))
    const secret = first.body.second
    const answers = await Promise.all(tries.map(code => ask('sign-in', { by: 'code', secret, code })))
    // The password was the first of the six.
    expect(answers.filter(({ status }) => status === 401).length).toBe(5)
    expect(answers.filter(({ status }) => status === 429).length).toBe(45)
    await limited.stop()
  },
  patience(20_000),
)
