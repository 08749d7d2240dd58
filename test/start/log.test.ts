import { afterAll, beforeAll, expect, test } from 'bun:test'
import { Connection } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { type Server, startServer } from '../support/server.ts'

let server: Server

beforeAll(async () => {
  server = await startServer({ args: ['--log', 'debug'] })
})

afterAll(async () => {
  await server.stop()
})

test('[S-31] at its most talkative the log holds no text, name, token or address, whatever was sent', async () => {
  const mark = 'MARKED'
  const { token } = await enter(server.url, `${mark} Ada`)
  const socket = await Connection.greeted(server.url, token, { 'user-agent': `${mark}-device` })
  const channel = `${mark}-room`.toLowerCase()
  const said: object[] = [
    { do: 'channel.create', name: channel },
    { do: 'message.post', channel: `#${channel}`, clientId: `${mark}-id`, text: `${mark} text` },
    { do: 'message.post', channel: `#${channel}`, clientId: `${mark}-id`, text: `${mark} other text` },
    { do: 'message.post', channel: `#${mark}`, clientId: 'x', text: `${mark}\0` },
    { do: 'profile.rename', name: `${mark} Grace` },
    { do: 'profile.rename', name: `${mark}\u202e` },
    { do: `${mark}.command`, [`${mark}`]: mark },
    { do: 'sync', epoch: mark, stream: mark, since: 0 },
    { do: 'history', channel: { mark } },
  ]
  for (const command of said) await socket.ask(command)
  socket.raw(`${mark} not a frame`)
  await socket.settled()
  const wanted = [`/c/${channel}`, `/${mark}`, `/?q=${mark}`, `/auth/session?token=${token}`, `/assets/${mark}.js`]
  const headers = {
    authorization: `Bearer ${mark}`,
    cookie: `flack=${mark}`,
    'user-agent': `${mark}\u001b[2J`.slice(0, 6),
    'x-forwarded-for': mark,
  }
  for (const path of wanted) await fetch(server.url + path, { headers })
  await fetch(`${server.url}/auth/guest`, { method: 'POST', body: `{"name":"${mark}` })
  await fetch(`${server.url}/auth/guest`, {
    method: 'POST',
    body: `{"name":"${mark} Ada"}`,
    headers: { origin: `https://${mark}.example` },
  })
  await fetch(server.url, { headers: { host: `${mark}.example` } })
  await fetch(`${server.url}/auth/signout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  await socket.ends()

  const log = server.logs()
  expect(log).toContain('"event":"http"')
  expect(log).toContain('"event":"socket.closed"')
  expect(
    log
      .toUpperCase()
      .split('\n')
      .filter(line => line.includes(mark)),
  ).toEqual([])
  expect(log).not.toContain(token.slice(4))
})

test('[S-29] every line is one JSON event with time, level and name, and no raw control bytes', async () => {
  await fetch(`${server.url}/%0d%0a%1b[2J${'x'.repeat(3000)}`)
  const lines = server.logs().trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      time: expect.any(String),
      level: expect.any(String),
      event: expect.any(String),
    })
    expect(line.length).toBeLessThan(16_384)
    expect(line).not.toMatch(/\p{Cc}/u)
  }
})
