import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { arrive, channelLink, composer, createChannel, join, message, overflow, PATIENCE, say } from './people.ts'
import { speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

const axeSource = await Bun.file(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir)).text()
let server: Server

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  const bob = await speaker(server, 'Bob')
  const general = await bob.create('design')
  await bob.say(general, ['Good morning', 'See https://example.com', 'Two\nlines', '🎉'])
  await bob.create('a-channel-whose-name-is-much-longer-than-any-list-is-wide-and-then-some-more')
  bob.close()
})
afterAll(async () => {
  await server.stop()
})

/** What axe-core finds that keeps people out, one line for each. */
const findings = async (page: Page): Promise<string[]> => {
  // Handed over by the debugger: the content policy would let no foreign script in.
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axeSource })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return JSON.parse(String(result.value)) as string[]
}

const isSound = async (page: Page, state: string): Promise<void> => {
  // At 768 px the page has the same parts as at 1440 px: there only the room is another.
  if (page.viewportSize()?.width !== 768) expect([state, await findings(page)]).toEqual([state, []])
  expect([state, await overflow(page)]).toEqual([state, 0])
}

const small = (page: Page) => (page.viewportSize()?.width ?? 0) < 640

const openList = async (page: Page): Promise<void> => {
  if (!small(page)) return
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await page.getByRole('navigation', { name: 'Channels', exact: true }).waitFor()
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(colorScheme, () => {
    test.each([360, 768, 1440])('every state is sound at %d px', async width => {
      const name = `Ada ${colorScheme} ${width}`
      const { page, complaints } = await arrive(server.url, { colorScheme, viewport: { width, height: 800 } })
      await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('bob')
      await page.getByRole('button', { name: 'Join', exact: true }).click()
      await page.getByRole('button', { name: /^Use / }).waitFor()
      await isSound(page, 'the first page with an error')
      await page.getByRole('textbox', { name: 'Display name', exact: true }).fill(name)
      await page.getByRole('button', { name: 'Join', exact: true }).click()
      await composer(page, 'general').waitFor()
      await isSound(page, 'the welcome')

      await openList(page)
      await isSound(page, 'the list')
      await channelLink(page, 'design').click()
      await message(page, 'Good morning').waitFor()
      await say(page, 'design', `Hello from ${name}`)
      await message(page, `Hello from ${name}`).waitFor()
      await isSound(page, 'a conversation')

      await openList(page)
      await createChannel(page, 'Design')
      await page.getByRole('dialog').locator('[data-error="true"]').waitFor()
      await isSound(page, 'the dialog with an error')
      await createChannelIn(page, `room-${colorScheme}-${width}`)
      await page.getByText('Nothing has been said here yet.').waitFor()
      await isSound(page, 'an empty channel')

      await openList(page)
      await page.getByRole('button', { name: 'Profile', exact: true }).click()
      await page.getByRole('dialog', { name: 'Profile' }).waitFor()
      await isSound(page, 'the profile')

      await page.goto(`${server.url}/c/nowhere`)
      await page.getByRole('heading', { name: 'Not found' }).waitFor()
      await isSound(page, 'not found')
      expect(complaints).toEqual([])
      await page.context().close()
    })
  })
}

const createChannelIn = async (page: Page, name: string): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Create channel' })
  await dialog.getByRole('textbox', { name: 'Channel name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await composer(page, name).waitFor()
}

test('at 360 px the list covers the conversation, and the gesture "back" uncovers it', async () => {
  const { page } = await join(server.url, 'Ada small', { viewport: { width: 360, height: 700 } })
  const list = page.getByRole('navigation', { name: 'Channels', exact: true })
  expect(await list.isVisible()).toBe(false)
  await openList(page)
  await page.goBack()
  await list.waitFor({ state: 'hidden' })
  await openList(page)
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'hidden' })
  await openList(page)
  await channelLink(page, 'design').click()
  await composer(page, 'design').waitFor()
  await list.waitFor({ state: 'hidden' })
  await page.goBack()
  await composer(page, 'general').waitFor()
  await page.context().close()
})

test('everything can be done with the keyboard alone', async () => {
  const { page } = await arrive(server.url)
  const { keyboard } = page
  const isFocused = (role: 'button' | 'textbox' | 'link' | 'log', name: string) =>
    page.getByRole(role, { name, exact: true }).evaluate(element => element === document.activeElement)
  const tabTo = async (role: 'button' | 'textbox' | 'link' | 'log', name: string) => {
    for (let stops = 0; stops < 25; stops++) {
      if (await isFocused(role, name)) return
      await keyboard.press('Tab')
    }
    throw new Error(`The Tab key does not lead to the ${role} "${name}".`)
  }
  await page.getByRole('textbox', { name: 'Display name', exact: true }).waitFor()
  expect(await isFocused('textbox', 'Display name')).toBe(true)
  await keyboard.type('Keyboard')
  await keyboard.press('Enter')
  await composer(page, 'general').waitFor()
  expect(await isFocused('textbox', 'Message #general')).toBe(true)
  await keyboard.type('typed')
  await tabTo('button', 'Send')
  await keyboard.press('Enter')
  await message(page, 'typed').waitFor()

  await tabTo('button', 'Create channel')
  await keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await keyboard.type('By keyboard')
  await keyboard.press('Enter')
  await composer(page, 'by-keyboard').waitFor()
  await keyboard.press('Alt+ArrowUp')
  await keyboard.press('Alt+ArrowDown')
  await composer(page, 'by-keyboard').waitFor()
  await tabTo('link', 'general')
  await keyboard.press('Enter')
  await composer(page, 'general').waitFor()
  await tabTo('log', 'Messages')
  await keyboard.press('End')
  await tabTo('button', 'Profile')
  await keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Profile' }).waitFor()
  await keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await isFocused('button', 'Profile')).toBe(true)
  await page.context().close()
})

test('the states without a server are sound, in forced colours too', async () => {
  const { page } = await join(server.url, 'Ada offline', { forcedColors: 'active' })
  await server.stop()
  await page.getByText('What you send is kept and goes out when the connection is back.').waitFor()
  await say(page, 'general', 'waits')
  await message(page, 'waits').waitFor()
  await isSound(page, 'an unsent message')
  await page.context().close()
})
