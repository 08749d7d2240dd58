import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, channelLink, composer, createChannel, goTo, join, joinAs, message, PATIENCE, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

/** What is around the page: a machine that travels, paper, a browser that translates, a proxy that is in the way. */
setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

test('in another time zone all times are drawn anew', async () => {
  const { page } = await arrive('about:blank')
  const session = await page.context().newCDPSession(page)
  const travel = (timezoneId: string) => session.send('Emulation.setTimezoneOverride', { timezoneId })
  await travel('Europe/Berlin')
  await page.goto(server.url)
  await joinAs(page, 'Ada')
  await say(page, 'general', 'said in Berlin')
  const time = message(page, 'said in Berlin').locator('time')
  const at = Date.parse((await time.getAttribute('datetime')) ?? '')
  const shows = (zone: string) => {
    const wanted = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone }).format(at)
    return until(async () => (await time.innerText()) === wanted, { what: `${wanted} in ${zone}` })
  }
  await shows('Europe/Berlin')
  await travel('Asia/Tokyo')
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await shows('Asia/Tokyo')
  await page.context().close()
})

test('on paper there is all that is loaded, on as many sheets as that needs, and nothing of the frame', async () => {
  const { page } = await join(server.url, 'Bea')
  const channel = await bob.create('paper')
  await page.goto(`${server.url}/c/paper`)
  await composer(page, 'paper').waitFor()
  await bob.say(
    channel,
    Array.from({ length: 60 }, (_, at) => `line ${at}\nof two`),
  )
  await message(page, 'line 59\nof two').waitFor()
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
  expect(sheets).toBeGreaterThanOrEqual(3)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('complementary').isVisible()).toBe(false)
  expect(await composer(page, 'paper').isVisible()).toBe(false)
  const [first, last] = await Promise.all(
    ['line 0\nof two', 'line 59\nof two'].map(text => message(page, text).boundingBox()),
  )
  expect((last?.y ?? 0) - (first?.y ?? 0)).toBeGreaterThan(59 * 44)
  await page.context().close()
})

/** As a browser that translates does it: each text is taken out, and put back within two elements. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      const { parentElement } = text
      if (!parentElement?.closest('[translate=no]') && text.data.trim() !== '') {
        const font = document.createElement('font')
        font.append(document.createElement('font'))
        font.firstElementChild?.append(text.data)
        text.replaceWith(font)
      }
    }
  })

test('in a page that the browser has translated, names and numbers still move', async () => {
  const { page, complaints } = await join(server.url, 'Cleo')
  for (const name of ['one', 'two']) {
    await createChannel(page, name)
    await composer(page, name).waitFor()
  }
  await goTo(page, 'general')
  const count = await page.getByRole('button', { name: /^More channels/ }).innerText()
  await bob.say('#general', ['before'])
  await message(page, 'before').waitFor()
  await translate(page)
  await bob.create('three')
  await until(async () => (await page.getByRole('button', { name: /^More channels/ }).innerText()) !== count, {
    what: 'the number of channels',
  })
  await bob.join('#one')
  await bob.say('#one', ['news'])
  const unread = channelLink(page, 'one').and(page.locator('[aria-describedby]'))
  await unread.waitFor()
  await translate(page)
  const told = async () => page.locator(`#${await unread.getAttribute('aria-describedby')}`).innerText()
  expect(await told()).toContain('1')
  await bob.say('#one', ['more news'])
  await until(async () => (await told()).includes('2'), { what: 'the second message' })
  await bob.rename('Robert')
  await message(page, 'before').getByText('Robert', { exact: true }).waitFor()
  await goTo(page, 'one')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('where something lets no WebSocket through, it says what is likely, and what can be done', async () => {
  const { page } = await arrive('about:blank')
  let isOpen = true
  await page.routeWebSocket('**/ws', socket => {
    if (isOpen) socket.connectToServer()
    else void socket.close()
  })
  await page.goto(server.url)
  await joinAs(page, 'Dan')
  isOpen = false
  await page.reload()
  const words = page.getByText('probably a proxy in front of it does not pass WebSockets on')
  await words.waitFor({ timeout: PATIENCE / 2 })
  isOpen = true
  await page.getByRole('button', { name: 'Try now', exact: true }).click()
  await words.waitFor({ state: 'detached' })
  await page.context().close()
})
