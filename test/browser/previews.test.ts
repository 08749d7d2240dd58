import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { connect } from '../access/guest.ts'
import { startSite } from '../previews/site.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, join, log, PATIENCE, type Person, say } from './people.ts'

setDefaultTimeout(PATIENCE)

const site = startSite()
let server: Server
let ada: Person
/** On a phone, and in the same channel. */
let bea: Person

beforeAll(async () => {
  server = await startServer({
    entry: 'test/previews/previewing-server.ts',
    args: ['--previews', 'on', '--limits', 'off'],
  })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 800 } })
  bea = await join(server.url, 'Bea', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
  await createChannel(ada.page, 'links')
  await composer(ada.page, 'links').waitFor()
  await bea.page.goto(`${server.url}/c/links`)
  await composer(bea.page, 'links').waitFor()
})
afterAll(async () => {
  await server.stop()
  site.close()
})

const line = (page: Page, words: string): Locator => log(page).getByRole('article').filter({ hasText: words })
const card = (page: Page, words: string): Locator => line(page, words).getByRole('region', { name: 'Link previews' })

describe('a link', () => {
  test('has a card under its message, whose title leads where the link does', async () => {
    await say(ada.page, 'links', `read this ${site.at('/paper')}`)
    for (const { page } of [ada, bea]) {
      await card(page, 'read this').waitFor()
      const title = card(page, 'read this').getByRole('link', { name: 'The paper & more', exact: true })
      expect([await title.getAttribute('href'), await title.getAttribute('rel')]).toEqual([
        site.at('/paper'),
        'noopener noreferrer',
      ])
      expect(await card(page, 'read this').innerText()).toContain('The Daily Test · news.test')
      const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
      expect(wide).toBe(true)
    }
    await ada.page.reload()
    await card(ada.page, 'read this').waitFor()
  })

  test('shows what a page says of itself as words, whatever they are', async () => {
    await say(ada.page, 'links', `odd ${site.at('/hostile')}`)
    await card(bea.page, 'odd').getByText('<script>alert(1)</script>').waitFor()
    expect(await card(bea.page, 'odd').locator('img, script').count()).toBe(0)
  })

  test('that comes late moves nothing that somebody reads', async () => {
    const { socket } = await connect(server.url, 'Cleo')
    const channel = '#links'
    await socket.ask({ do: 'channel.join', channel })
    const post = (text: string) => socket.ask({ do: 'message.post', channel, clientId: text, text })
    const seq = (await post('late')).ok?.seq
    for (let n = 0; n < 40; n++) await post(`line ${n}`)
    const { page } = bea
    await line(page, 'line 39').waitFor()
    await line(page, 'line 20').scrollIntoViewIfNeeded()
    await log(page).evaluate(box => box.scrollBy(0, -40))
    const top = () => line(page, 'line 20').evaluate(one => Math.round(one.getBoundingClientRect().top))
    const before = await top()
    await socket.ask({ do: 'message.edit', channel, seq, text: `late ${site.at('/late')}` })
    await card(page, 'late').waitFor({ state: 'attached' })
    await until(async () => Math.abs((await top()) - before) <= 1, { what: 'the line to stand where it stood' })
    socket.close()
  })

  test('loses its card by key for whoever wrote it, for good and for everybody', async () => {
    const { page } = ada
    await say(page, 'links', `not this one ${site.at('/gone')}`)
    for (const each of [ada, bea]) await card(each.page, 'not this one').waitFor()
    const remove = card(page, 'not this one').getByRole('button', { name: 'Remove preview', exact: true })
    expect(await card(bea.page, 'not this one').getByRole('button').count()).toBe(0)
    await remove.focus()
    await page.keyboard.press('Enter')
    for (const each of [ada, bea]) await card(each.page, 'not this one').waitFor({ state: 'detached' })
    expect(await line(page, 'not this one').evaluate(one => one === document.activeElement)).toBe(true)
    await page.reload()
    await line(page, 'not this one').waitFor()
    await card(page, 'read this').waitFor({ state: 'attached' })
    expect(await card(page, 'not this one').count()).toBe(0)
  })

  test('has no card for who does not want to see any', async () => {
    const { page } = bea
    await page.keyboard.press('Control+,')
    const row = page.getByRole('radiogroup', { name: 'Link previews', exact: true })
    await row.getByText('Hidden', { exact: true }).click()
    await row.getByText('Saved', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await line(page, 'late').waitFor({ state: 'attached' })
    await until(async () => (await log(page).getByRole('region', { name: 'Link previews' }).count()) === 0)
    await card(ada.page, 'read this').waitFor({ state: 'attached' })
  })

  test('leaves nobody with a complaint', () => {
    expect([...ada.complaints, ...bea.complaints]).toEqual([])
  })
})
