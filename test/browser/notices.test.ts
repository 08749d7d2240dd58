import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, log, message, PATIENCE } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

/** What the page has told the system, and whether it was taken back. */
interface Told {
  title: string
  body: string
  closed: boolean
}

let server: Server
let bob: Speaker
let ada: string
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } }))
  await createChannel(page, 'quiet')
  await composer(page, 'quiet').waitFor()
  await createChannel(page, 'loud')
  await composer(page, 'loud').waitFor()
  await bob.join('#quiet')
  await bob.join('#loud')
  ada = (await (await page.request.get(`${server.url}/auth/session`)).json()).user.id
})
afterAll(async () => {
  expect(complaints).toEqual([])
  bob.close()
  await server.stop()
})

const post = (channel: string, text: string) =>
  bob.ask('message.post', { channel, clientId: crypto.randomUUID(), text })

/** The system's notifications are noted down, as the page makes them. */
const noteNotices = (on: Page) =>
  on.addInitScript(() => {
    const told: { title: string; body: string; tag: string; closed: boolean; notice: EventTarget }[] = []
    class Noted extends EventTarget {
      static permission = 'default'
      static requestPermission = () => {
        Noted.permission = 'granted'
        return Promise.resolve('granted')
      }
      onclick: (() => void) | null = null
      onclose: (() => void) | null = null
      constructor(title: string, { body = '', tag = '' } = {}) {
        super()
        // The system lets one with the same tag stand in the place of the one before.
        for (const one of told) if (tag !== '' && one.tag === tag) one.closed = true
        told.push({ title, body, tag, closed: false, notice: this })
      }
      close() {
        for (const one of told) if (one.notice === this) one.closed = true
      }
    }
    Object.assign(window, { Notification: Noted, told })
  })

const told = (on: Page): Promise<Told[]> =>
  on.evaluate(() =>
    (window as unknown as { told: Told[] }).told.map(({ title, body, closed }) => ({ title, body, closed })),
  )

const tells = async (on: Page, title: string, body: string) => {
  const isThere = async () => (await told(on)).some(one => !one.closed && one.title === title && one.body === body)
  await until(isThere, { what: `a notification “${title}”: ${body}` }).catch(async error => {
    throw new Error(`${error.message} Told: ${JSON.stringify(await told(on))}`)
  })
}

const group = (on: Page) => on.getByRole('group', { name: 'In this browser', exact: true })

const setLevel = async (on: Page, channel: string, level: string) => {
  await goTo(on, channel)
  await on.getByRole('button', { name: 'Channel menu', exact: true }).press('Enter')
  const levels = on.getByRole('group', { name: 'Notify me about', exact: true })
  await levels.getByRole('menuitemradio', { name: level, exact: true }).press('Enter')
}

test('nobody is asked before they want it, and what is turned on tells of what is meant for one', async () => {
  await noteNotices(page)
  await page.reload()
  await composer(page, 'loud').waitFor()
  await page.keyboard.press('Control+,')
  await group(page).getByText('Off. Nothing is told while you look elsewhere.').waitFor()
  await group(page).getByRole('button', { name: 'Turn on', exact: true }).press('Enter')
  await group(page).getByText('On, as long as Flack is open in a tab.').waitFor()
  await group(page).getByRole('button', { name: 'Try it', exact: true }).press('Enter')
  expect((await told(page)).map(({ title }) => title)).toEqual(['This is how it looks'])
  await page.keyboard.press('Escape')
  await goTo(page, 'general')
  await post('#quiet', 'not for you in particular')
  await post('#quiet', `hello <@${ada}>, **look**`)
  await tells(page, 'Bob in #quiet', 'hello @Ada, look')
  expect((await told(page)).filter(({ body }) => body.includes('particular'))).toEqual([])
})

test('what is read is taken back, and so is what is deleted', async () => {
  await goTo(page, 'quiet')
  await until(async () => (await told(page)).every(({ title, closed }) => closed || !title.includes('quiet')), {
    what: 'the notification to go',
  })
  await goTo(page, 'general')
  const { seq } = await post('#quiet', `<@${ada}> a slip`)
  await tells(page, 'Bob in #quiet', '@Ada a slip')
  await bob.ask('message.delete', { channel: '#quiet', seq })
  await until(async () => (await told(page)).every(({ body, closed }) => closed || !body.includes('slip')), {
    what: 'the notification of a deleted message to go',
  })
})

test('a conversation tells everything or nothing, as its menu says, and the next device knows', async () => {
  await setLevel(page, 'loud', 'Everything')
  await goTo(page, 'general')
  await post('#loud', 'one')
  await tells(page, 'Bob in #loud', 'one')
  await post('#loud', 'two')
  await tells(page, 'Bob in #loud', 'two\n2 new messages')
  await setLevel(page, 'loud', 'Nothing')
  await goTo(page, 'general')
  await post('#loud', `silence, <@${ada}>`)
  await post('#quiet', `but here, <@${ada}>`)
  await tells(page, 'Bob in #quiet', 'but here, @Ada')
  expect((await told(page)).filter(({ body }) => body.includes('silence'))).toEqual([])
  const other = await page.context().newPage()
  await other.goto(`${server.url}/c/loud`)
  await other.getByRole('button', { name: 'Channel menu', exact: true }).press('Enter')
  const chosen = other.getByRole('menuitemradio', { checked: true })
  await until(async () => (await chosen.allInnerTexts()).join() === 'Nothing', { what: 'the level on the other tab' })
  await other.close()
})

test('of two tabs one tells, and a click on what it told leads to the message', async () => {
  const other = await page.context().newPage()
  await noteNotices(other)
  await other.goto(`${server.url}/c/general`)
  await composer(other, 'general').waitFor()
  const before = (await told(page)).length
  await post('#quiet', `once, <@${ada}>`)
  await tells(page, 'Bob in #quiet', 'once, @Ada\n2 new messages')
  expect(await told(other)).toEqual([])
  expect((await told(page)).length).toBe(before + 1)
  await other.close()
  await page.evaluate(() => {
    const { told } = window as unknown as { told: { notice: { onclick: () => void } }[] }
    told.at(-1)?.notice.onclick()
  })
  await message(page, 'once, @Ada').waitFor()
  await composer(page, 'quiet').waitFor()
})

test('others who see the screen read no more than was chosen', async () => {
  await page.keyboard.press('Control+,')
  const row = page.getByRole('radiogroup', { name: 'They show', exact: true })
  await row.getByText('Neither', { exact: true }).click()
  await row.getByText('Saved', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await goTo(page, 'general')
  await post('#quiet', `a secret for <@${ada}>`)
  await tells(page, 'New message', '')
  expect(JSON.stringify(await told(page))).not.toContain('secret')
})

test('at 360 px the chapter fits, and the menu says what is chosen', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  await page.keyboard.press('Control+,')
  await group(page).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1000, height: 700 })
  await channelLink(page, 'general').click()
  await log(page).waitFor()
})

test('the icon of the tab says whether something is unread, and whether it is meant for one', async () => {
  const icon = () => page.locator('link[rel="icon"]').getAttribute('href')
  const shows = (spot: string | null) =>
    until(async () => (spot === null ? !(await icon())?.startsWith('data:') : (await icon())?.includes(spot)), {
      what: `an icon with ${spot}`,
    })
  for (const name of ['quiet', 'loud', 'general']) await goTo(page, name)
  await shows(null)
  await post('#quiet', 'nothing special')
  await shows('%238a8378')
  await post('#quiet', `you, <@${ada}>`)
  await shows('%23d92d20')
  await goTo(page, 'quiet')
  await shows(null)
})
