import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import {
  canLeave,
  channelLink,
  composer,
  createChannel,
  goTo,
  join,
  leaveChannel,
  message,
  PATIENCE,
} from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  for (const name of ['books', 'design', 'lunch']) await bob.create(name)
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport: { width: 1000, height: 600 } }))
})
afterAll(async () => {
  expect(complaints).toEqual([])
  bob.close()
  await server.stop()
})

const list = () => page.getByRole('navigation', { name: 'Channels', exact: true })
const lines = () => list().getByRole('link').allInnerTexts()
const shows = async (...names: string[]) => {
  let seen: string[] = []
  const isSo = async () => {
    seen = await lines()
    return seen.join() === names.join()
  }
  await until(isSo, { what: `the list ${names.join(', ')}` }).catch(error => {
    throw new Error(`${error.message} Seen: ${seen.join(', ')}`)
  })
}
const more = (count: number) => list().getByRole('button', { name: `More channels (${count})`, exact: true })

test("with a few channels of one's own the others are folded, and unfold by click, for good", async () => {
  await shows('general', 'books', 'design', 'lunch')
  for (const name of ['one', 'two']) {
    await createChannel(page, name)
    await composer(page, name).waitFor()
  }
  await more(3).waitFor()
  expect(await more(3).getAttribute('aria-expanded')).toBe('false')
  expect(await channelLink(page, 'books').count()).toBe(0)
  await bob.create('opera')
  await more(4).click()
  await channelLink(page, 'opera').waitFor()
  await page.reload()
  await channelLink(page, 'opera').waitFor()
  await more(4).press('Enter')
  await channelLink(page, 'opera').waitFor({ state: 'detached' })
})

test('of folded channels the one that is shown is there, and the keys walk through what is seen', async () => {
  await page.goto(`${server.url}/c/design`)
  await composer(page, 'design').waitFor()
  await channelLink(page, 'design').waitFor()
  expect(await channelLink(page, 'books').count()).toBe(0)
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('heading', { name: 'design' }).waitFor({ state: 'detached' })
  await channelLink(page, 'design').waitFor({ state: 'detached' })
})

test("one's own channels are in order of what moved last, and nothing moves under the pointer", async () => {
  await goTo(page, 'general')
  await page.mouse.move(900, 10)
  await bob.join('#two')
  await bob.join('#one')
  await bob.say('#one', ['first'])
  await shows('one', 'general', 'two')
  await bob.say('#two', ['second'])
  await shows('two', 'one', 'general')
  await channelLink(page, 'one').hover()
  await bob.say('#one', ['third'])
  await page.locator('[data-unread="true"]', { hasText: 'one' }).waitFor()
  await bob.say('#general', ['fourth'])
  await message(page, 'fourth').waitFor()
  expect(await lines()).toEqual(['two', 'one', 'general'])
  await page.mouse.move(900, 10)
  await shows('general', 'one', 'two')
  await page.reload()
  await composer(page, 'general').waitFor()
  await shows('general', 'one', 'two')
})

test('what is unread is bold, and no number is seen', async () => {
  const weight = (name: string) => channelLink(page, name).evaluate(link => getComputedStyle(link).fontWeight)
  await until(async () => (await weight('two')) === '600', { what: 'bold' })
  expect(await channelLink(page, 'two').innerText()).toBe('two')
  await goTo(page, 'two')
  await message(page, 'second').waitFor()
  await goTo(page, 'general')
  await until(async () => (await weight('two')) === '400', { what: 'what is read' })
})

test('who left a channel can take it back for a while, by key too', async () => {
  await goTo(page, 'two')
  await leaveChannel(page)
  await page.getByText('You left #two.', { exact: true }).waitFor()
  await composer(page, 'general').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter')
  await composer(page, 'two').waitFor()
  await page.getByText('You left #two.', { exact: true }).waitFor({ state: 'detached' })
  await until(() => canLeave(page), { what: 'the seat' })
})
