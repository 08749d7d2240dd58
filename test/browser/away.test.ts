import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import {
  arrive,
  channelLink,
  composer,
  createChannel,
  goTo,
  joinAs,
  leaveChannel,
  listen,
  message,
  PATIENCE,
  say,
} from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap, type Wire } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let wire: Wire
let complaints: string[]
let people = 0

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  await bob.create('elsewhere')
})
beforeEach(async () => {
  ;({ page, complaints } = await arrive('about:blank'))
  wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, `Ada ${++people}`)
})
afterEach(async () => {
  expect(complaints).toEqual([])
  await page.context().close()
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const away = () => page.getByText('The connection is lost; trying again.')
/** The page is told, as by its browser: when it tries by itself is up to chance. */
const reconnect = async () => {
  wire.mode = 'through'
  await page.evaluate(() => dispatchEvent(new Event('online')))
}
/** Whatever was kept to be sent has been sent before this is. */
const comeBack = async (channel: string) => {
  await reconnect()
  await say(page, channel, `back, ${people}`)
  await message(page, `back, ${people}`).and(page.locator('[data-seq]')).waitFor()
}
const hasFocus = (what: ReturnType<typeof composer>) =>
  until(() => what.evaluate(one => one === document.activeElement), { what: 'the focus' })

test('[OUTBOX] a channel made without a connection is there when it is back, unless it was discarded', async () => {
  await wire.cut()
  for (const name of [`kept ${people}`, 'given up']) {
    await createChannel(page, name)
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.getByText(`The channel ${name} will be created when the connection is back.`).waitFor()
  }
  await page.locator('.status-line', { hasText: 'given up' }).getByRole('button', { name: 'Discard' }).click()
  await comeBack('general')
  await channelLink(page, `kept-${people}`).waitFor()
  await bob.create(`after ${people}`)
  await channelLink(page, `after-${people}`).waitFor()
  expect(await channelLink(page, 'given-up').count()).toBe(0)
})

const rename = async (name: string) => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Display name', exact: true })
  await field.fill(name)
  await field.press('Enter')
  await page.locator('dialog').waitFor({ state: 'detached' })
}
const nameShown = (name: string) => page.getByRole('complementary').getByText(name, { exact: true }).waitFor()

test('[OUTBOX] a name given without a connection shows at once, and is the name when it is back', async () => {
  await wire.cut()
  await rename(`Countess ${people}`)
  await nameShown(`Countess ${people}`)
  await page.reload()
  await nameShown(`Countess ${people}`)
  await comeBack('general')
  await nameShown(`Countess ${people}`)
  expect(await page.getByRole('status').getByText('Countess').count()).toBe(0)
})

test('[OUTBOX] what the server refuses later is undone openly, and what was typed stays', async () => {
  await wire.cut()
  await rename('Bob')
  await nameShown('Bob')
  await comeBack('general')
  await nameShown(`Ada ${people}`)
  const told = page.locator('.status-line', { hasText: 'Your name is as it was.' })
  await told.getByText('Bob', { exact: true }).waitFor()
  await told.getByRole('button', { name: 'Discard', exact: true }).click()
  await told.waitFor({ state: 'detached' })
})

test('[OUTBOX] who leaves without a connection has left, and is not in the channel when it is back', async () => {
  await say(page, 'general', 'hello')
  await createChannel(page, `mine ${people}`)
  await composer(page, `mine-${people}`).waitFor()
  await wire.cut()
  await leaveChannel(page)
  await composer(page, 'general').waitFor()
  await comeBack('general')
  await goTo(page, `mine-${people}`)
  await page.getByRole('button', { name: `Join #mine-${people}`, exact: true }).waitFor()
})

test('who knows that the server is back need not wait for the next try, and can write on', async () => {
  await wire.cut()
  await away().waitFor()
  await say(page, 'general', `waits, ${people}`)
  await page.getByRole('button', { name: 'Try now', exact: true }).focus()
  wire.mode = 'through'
  await page.keyboard.press('Enter')
  await message(page, `waits, ${people}`).and(page.locator('[data-seq]')).waitFor()
  await away().waitFor({ state: 'detached' })
  await hasFocus(composer(page, 'general'))
})

test('a name of which nobody can tell whether it is a channel shows what is the matter', async () => {
  wire.mode = 'cut'
  await page.goto(`${server.url}/c/nosuch`)
  await page.getByRole('heading', { name: 'nosuch' }).waitFor()
  await away().waitFor()
  await page.getByText('We can look once you are online again.').waitFor()
  await reconnect()
  await page.getByText('There is no channel #nosuch.').waitFor()
})

test('the profile counts what every tab of this browser has not sent', async () => {
  const other = await page.context().newPage()
  const complaintsThere = listen(other)
  const wireThere = await tap(other)
  await other.goto(server.url)
  await composer(other, 'general').waitFor()
  await wireThere.cut()
  await wire.cut()
  for (const text of ['one', 'two']) await say(other, 'general', text)
  await message(other, 'two').waitFor()
  await say(page, 'general', 'three')
  await message(page, 'three').waitFor()
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.getByText('3 messages have not been sent yet.').waitFor()
  expect(complaintsThere).toEqual([])
})

test('into a connection that is closing nothing is said, and the page comes back', async () => {
  const bea = await arrive('about:blank')
  await bea.page.addInitScript(() => {
    const opened: WebSocket[] = []
    const Real = WebSocket
    globalThis.WebSocket = class extends Real {
      constructor(url: string | URL) {
        super(url)
        opened.push(this)
      }
    }
    Object.assign(globalThis, { opened })
  })
  await bea.page.goto(server.url)
  await joinAs(bea.page, `Bea ${people}`)
  await bea.page.evaluate(() => {
    const { opened } = globalThis as unknown as { opened: WebSocket[] }
    opened[0]?.close()
    // The page asks at once whether it is still connected.
    dispatchEvent(new Event('online'))
  })
  await say(bea.page, 'general', `back, Bea ${people}`)
  await message(bea.page, `back, Bea ${people}`).and(bea.page.locator('[data-seq]')).waitFor()
  expect(bea.complaints).toEqual([])
  await bea.page.context().close()
})
