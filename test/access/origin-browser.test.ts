import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { freshPage } from '../support/chromium.ts'
import { missing } from '../support/missing.ts'
import { type Server, startServer } from '../support/server.ts'

// Cookies know no ports: to the browser, a page on another port of the same host is the same site, and sends them.
describe.skipIf(missing.chromium !== '')(`[S-09] a real page on another origin${missing.chromium}`, () => {
  let server: Server
  let evil: Bun.Server<undefined>
  let page: Page
  let context: BrowserContext

  beforeAll(async () => {
    server = await startServer()
    evil = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Response('<!doctype html><title>Prizes</title>', { headers: { 'content-type': 'text/html' } }),
    })
    ;({ page, context } = await freshPage())
    await context.request.post(`${server.url}/auth/guest`, { data: { name: 'Victim' } })
    await page.goto(`http://127.0.0.1:${evil.port}/`)
  })

  afterAll(async () => {
    await context.close()
    evil.stop(true)
    await server.stop()
  })

  test('has the victim’s cookie to send', async () => {
    expect((await context.cookies(page.url())).map(({ name }) => name)).toEqual(['flack'])
  })

  test('cannot open a socket', async () => {
    const heard = await page.evaluate(
      url =>
        new Promise<string>(resolve => {
          const socket = new WebSocket(url)
          socket.onopen = () => resolve('opened')
          socket.onerror = () => resolve('refused')
        }),
      `${server.url.replace('http', 'ws')}/ws`,
    )
    expect(heard).toBe('refused')
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('\nflack_sockets 0\n')
  })

  test('cannot read who is signed in', async () => {
    const read = await page.evaluate(
      url =>
        fetch(url, { credentials: 'include' })
          .then(answer => answer.text())
          .catch(() => 'blocked'),
      `${server.url}/auth/session`,
    )
    expect(read).toBe('blocked')
  })

  test('cannot sign the victim out, by script or by form', async () => {
    await page.evaluate(
      url => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => {}),
      `${server.url}/auth/signout`,
    )
    await page.evaluate(url => {
      document.body.innerHTML = `<form method="post" enctype="text/plain" action="${url}"></form>`
      document.forms[0]?.submit()
    }, `${server.url}/auth/signout`)
    await page.waitForURL(`${server.url}/auth/signout`)
    expect((await context.request.get(`${server.url}/auth/session`)).status()).toBe(200)
  })

  test('cannot show Flack in a frame', async () => {
    await page.goto(`http://127.0.0.1:${evil.port}/`)
    const refused = page.waitForEvent('console', message => /frame-ancestors|X-Frame-Options/i.test(message.text()))
    await page.evaluate(url => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
    }, server.url)
    expect((await refused).type()).toBe('error')
  })
})
