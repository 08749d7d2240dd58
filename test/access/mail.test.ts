import { afterAll, beforeAll, expect, test } from 'bun:test'
import { freePort } from '../support/ports.ts'
import { type Postbox, startPostbox } from '../support/postbox.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { enter, type Guest } from './guest.ts'

let server: Server
let box: Postbox
let origin: string

beforeAll(async () => {
  box = await startPostbox()
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  const env = { FLACK_SMTP_URL: box.url, FLACK_MAIL_FROM: 'Flack <flack@chat.example>', FLACK_URL: origin }
  server = await startServer({ args: ['--limits', 'off', '--log', 'debug', '--port', String(port)], env })
})
afterAll(async () => {
  await server.stop()
  box.stop()
})

const said = async (path: string, body: object, who: Guest | null = null) => {
  const headers: Record<string, string> = who === null ? {} : { authorization: `Bearer ${who.token}` }
  const answer = await fetch(`${origin}/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** The secret in the next letter to an address. */
const letterTo = async (address: string, before: number): Promise<string> => {
  const letter = await until(() => box.letters.slice(before).find(({ to }) => to.includes(address)), {
    what: 'a letter',
  })
  expect(letter.text).toContain(`${origin}/sign-in#`)
  return /#(?:email-)?(flk_[\w-]{43})/.exec(letter.text)?.[1] ?? ''
}

const confirmed = async (who: Guest, address: string): Promise<void> => {
  const before = box.letters.length
  expect((await said('credentials', { do: 'email.add', address }, who)).status).toBe(200)
  const secret = await letterTo(address.toLowerCase(), before)
  expect((await said('credentials', { do: 'email.confirm', secret }, who)).status).toBe(200)
}

test('a link that comes by mail signs in, once, as who confirmed the address', async () => {
  const ada = await enter(origin)
  await confirmed(ada, 'Ada@Home.example')
  const before = box.letters.length
  expect(await said('sign-in', { by: 'letter', address: ' ADA@home.example ' })).toEqual({ status: 200, body: {} })
  const secret = await letterTo('ada@home.example', before)
  expect((await said('sign-in', { by: 'link', secret })).body.user).toEqual({ id: ada.id, name: ada.name })
  expect((await said('sign-in', { by: 'link', secret })).status).toBe(404)
  expect(server.logs()).not.toContain('flk_')
  expect(server.logs()).not.toContain('home.example')
})

test('an address that was not confirmed leads to nobody, and is confirmed by nobody else', async () => {
  const [ada, eve] = [await enter(origin), await enter(origin)]
  const before = box.letters.length
  // Eve says that it is hers; whoever has it opens the link, and is not Eve.
  await said('credentials', { do: 'email.add', address: 'victim@home.example' }, eve)
  const secret = await letterTo('victim@home.example', before)
  expect((await said('credentials', { do: 'email.confirm', secret }, ada)).status).toBe(404)
  expect((await said('sign-in', { by: 'link', secret })).status).toBe(404)
  const asked = box.letters.length
  expect(await said('sign-in', { by: 'letter', address: 'victim@home.example' })).toEqual({ status: 200, body: {} })
  await confirmed(ada, 'other@home.example')
  expect(box.letters.slice(asked).flatMap(({ to }) => to)).toEqual(['other@home.example'])
  // Who confirmed it first keeps it.
  const late = box.letters.length
  await said('credentials', { do: 'email.add', address: 'other@home.example' }, eve)
  const second = await letterTo('other@home.example', late)
  expect((await said('credentials', { do: 'email.confirm', secret: second }, eve)).status).toBe(403)
})

test('what is no address gets no letter', async () => {
  for (const address of [
    '',
    'ada',
    'ada@home',
    'a@b.c, d@e.f',
    'ada@home.example\nbcc: eve@evil.example',
    '<a@b.example>',
  ])
    expect([address, (await said('sign-in', { by: 'letter', address })).status]).toEqual([address, 400])
})
