import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, channelLink, composer, createChannel, joinAs, PATIENCE } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ;({ page, complaints } = await arrive(server.url, {
    viewport: { width: 360, height: 700 },
    hasTouch: true,
    isMobile: true,
  }))
  await joinAs(page, 'Ada')
})
afterAll(async () => {
  expect(complaints).toEqual([])
  await server.stop()
})

const list = () => page.getByRole('navigation', { name: 'Channels', exact: true })
const openList = async () => {
  await page.getByRole('button', { name: 'Channels', exact: true }).tap()
  await list().waitFor()
}

test('at 360 px "/" shows the conversation, and the list is where "back" leads to', async () => {
  await composer(page, 'general').waitFor()
  expect(await list().isVisible()).toBe(false)
  await page.goBack()
  await list().waitFor()
  await channelLink(page, 'general').tap()
  await composer(page, 'general').waitFor()
  await list().waitFor({ state: 'hidden' })
})

test('from a channel that was opened on another, "Channels" leads to the one list, and there is no way back behind it', async () => {
  await openList()
  await createChannel(page, 'design')
  await composer(page, 'design').waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await composer(page, 'general').waitFor()
  const steps = await page.evaluate(() => history.length)
  await openList()
  expect(await channelLink(page, 'general').getAttribute('aria-current')).toBe('page')
  await channelLink(page, 'design').tap()
  await composer(page, 'design').waitFor()
  await page.goBack()
  await list().waitFor()
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(steps)
})

test('Esc leads from the list to the conversation under it, and what is reloaded comes back as it was', async () => {
  await page.keyboard.press('Escape')
  await composer(page, 'design').waitFor()
  await openList()
  await page.reload()
  await list().waitFor()
  await channelLink(page, 'design').tap()
  await composer(page, 'design').waitFor()
})

test('in a window that becomes wide the list covers nothing any longer', async () => {
  await openList()
  await page.setViewportSize({ width: 1000, height: 700 })
  await composer(page, 'design').waitFor()
  expect(await page.getByRole('main').getAttribute('inert')).toBe(null)
  await page.setViewportSize({ width: 360, height: 700 })
  await list().waitFor({ state: 'hidden' })
  await page.goBack()
  await list().waitFor()
  await channelLink(page, 'design').tap()
})

test('the field is 8 px above the edge', async () => {
  const field = await page.locator('.composer').boundingBox()
  expect(700 - (field?.y ?? 0) - (field?.height ?? 0)).toBe(8)
})

test('what is done with a channel stands at the edge, also where a topic has no room', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  const menu = page.getByRole('button', { name: 'Channel menu', exact: true })
  const isAtEdge = async () => {
    const [head, button] = [await page.locator('.conversation-head').boundingBox(), await menu.boundingBox()]
    return head !== null && button !== null && head.x + head.width - button.x - button.width < 12
  }
  // The conversation slides in from the side.
  await until(isAtEdge, { what: 'the menu at the edge' })
  const { ok } = await page.evaluate(async channel => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`)
    return await new Promise<{ ok?: object }>(resolve => {
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data) as { hello?: object; re?: number; ok?: object }
        if (frame.hello) socket.send(JSON.stringify({ id: 1, do: 'channel.describe', channel, topic: 'Far too long' }))
        if (frame.re === 1) resolve(frame)
      }
    })
  }, new URL(page.url()).pathname.split('/')[2] ?? '')
  expect(ok).toBeDefined()
  await page.locator('.topic').waitFor({ state: 'attached' })
  expect(await isAtEdge()).toBe(true)
})
