import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'

setDefaultTimeout(PATIENCE)

/** The first who joins is the owner. */
let server: Server
let owner: Person
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  owner = await join(server.url, 'Olga')
})
afterAll(() => server.stop())

const NARROW = { width: 360, height: 740 }
const WIDE = { width: 1440, height: 900 }

const list = async (page: Page) => {
  const button = page.getByRole('button', { name: 'Channels', exact: true })
  if (await button.isVisible()) await button.click()
}
const openSettings = async (page: Page) => {
  await list(page)
  await page.getByRole('link', { name: 'Workspace settings', exact: true }).press('Enter')
  await page.getByRole('heading', { name: 'Permissions', exact: true }).waitFor()
}
const decide = async (page: Page, label: string, value: string) => {
  const choice = page.getByRole('combobox', { name: label, exact: true })
  await choice.selectOption({ label: value })
  await page.locator('.preference').filter({ has: choice }).getByText('Saved', { exact: true }).waitFor()
}
test.each([NARROW, WIDE])('what an admin decides holds at once for everybody: %j', async viewport => {
  const { page } = owner
  await page.setViewportSize(viewport)
  const leo = await join(server.url, `Leo ${viewport.width}`)
  await leo.page.getByRole('button', { name: 'Create channel', exact: true }).waitFor()
  expect(await leo.page.getByRole('link', { name: 'Workspace settings' }).count()).toBe(0)
  await openSettings(page)
  await decide(page, 'Create public channels', 'Admins')
  await leo.page.getByRole('button', { name: 'Create channel', exact: true }).click()
  const dialog = leo.page.getByRole('dialog', { name: 'Create channel' })
  await dialog.getByText('It will be private: only admins make public channels.').waitFor()
  await leo.page.keyboard.press('Escape')
  await decide(page, 'Create private channels', 'Admins')
  await leo.page.getByRole('button', { name: 'Create channel', exact: true }).waitFor({ state: 'detached' })
  await decide(page, 'Create public channels', 'Everybody')
  await decide(page, 'Create private channels', 'Everybody')
  await page.keyboard.press('Escape')
  await composer(page, 'general').waitFor()
  expect([...owner.complaints, ...leo.complaints]).toEqual([])
  await leo.page.context().close()
})

test('a message of somebody else is deleted after a question, and a quiet line tells it', async () => {
  const { page } = owner
  await page.setViewportSize(WIDE)
  const mia = await join(server.url, 'Mia')
  await say(mia.page, 'general', 'Something rude.')
  await message(page, 'Something rude.').and(page.locator('[data-seq]')).waitFor()
  await message(page, 'Something rude.').hover()
  await message(page, 'Something rude.').getByRole('button', { name: 'Delete message', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete message' })
  await dialog.getByText('A line in the channel will tell that you did this.').waitFor()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await log(mia.page).getByText('Olga deleted a message of Mia.').waitFor()
  expect(await message(mia.page, 'Something rude.').count()).toBe(0)
  // Members have no such button on what others say.
  await say(page, 'general', 'Be kind.')
  await message(mia.page, 'Be kind.').and(mia.page.locator('[data-seq]')).waitFor()
  await message(mia.page, 'Be kind.').hover()
  await message(mia.page, 'Be kind.').getByRole('button', { name: 'Add reaction', exact: true }).waitFor()
  expect(await message(mia.page, 'Be kind.').getByRole('button', { name: 'Delete message' }).count()).toBe(0)
  expect([...owner.complaints, ...mia.complaints]).toEqual([])
})

test.each([NARROW, WIDE])(
  'where only admins write, others find one quiet line in place of the field: %j',
  async viewport => {
    const { page } = owner
    await page.setViewportSize(WIDE)
    const name = `news-${viewport.width}`
    await createChannel(page, name)
    await composer(page, name).waitFor()
    await page.getByRole('button', { name: 'Channel details', exact: true }).click()
    await page.getByRole('tab', { name: 'Settings', exact: true }).click()
    await page.getByRole('combobox', { name: 'Who writes here', exact: true }).selectOption({ label: 'Its admins' })
    await page.getByRole('checkbox', { name: 'Newcomers are in it', exact: true }).check()
    await log(page).getByText('Olga leaves writing here to admins of the channel.').waitFor()
    await page.keyboard.press('Escape')
    await say(page, name, 'We are open.')
    await message(page, 'We are open.').and(page.locator('[data-seq]')).waitFor()
    const nora = await join(server.url, `Nora ${viewport.width}`, { viewport })
    await list(nora.page)
    await nora.page.getByRole('link', { name, exact: true }).click()
    await nora.page.getByText('Only admins of the channel write here.', { exact: true }).waitFor()
    expect(await composer(nora.page, name).count()).toBe(0)
    await page.getByRole('button', { name: 'Channel details', exact: true }).click()
    await page.getByRole('tab', { name: 'Settings', exact: true }).click()
    await page
      .getByRole('combobox', { name: 'Who writes here', exact: true })
      .selectOption({ label: 'Its admins, and members whom they choose' })
    await page.getByRole('tab', { name: 'Members', exact: true }).click()
    await page.getByRole('button', { name: `Let Nora ${viewport.width} write`, exact: true }).click()
    await say(nora.page, name, 'Thank you.')
    await message(page, 'Thank you.').waitFor()
    await page.keyboard.press('Escape')
    expect([...owner.complaints, ...nora.complaints]).toEqual([])
    await nora.page.context().close()
  },
)

test('who may not call everybody is told before, and calls nobody', async () => {
  const { page } = owner
  await page.setViewportSize(WIDE)
  await goTo(page, 'general')
  await openSettings(page)
  await decide(page, 'Call everybody', 'Admins')
  await page.keyboard.press('Escape')
  const cleo = await join(server.url, 'Cleo')
  const field = composer(cleo.page, 'general')
  const note = cleo.page.getByText('calls nobody: that is left to admins', { exact: true })
  // What completes comes behind the first drawing, and hears only what is typed from then on.
  await until(
    async () => {
      await field.fill('')
      await field.pressSequentially('@chan')
      return note.isVisible()
    },
    { what: 'the suggestion that says so' },
  )
  await cleo.page.keyboard.press('Escape')
  await field.fill('@channel look')
  await cleo.page.keyboard.press('Enter')
  const dialog = cleo.page.getByRole('dialog', { name: 'Nobody will be called' })
  await dialog.getByRole('button', { name: 'Send without a call', exact: true }).click()
  await until(async () => (await log(page).getByText('look').count()) > 0, { what: 'the message' })
  expect(cleo.complaints).toEqual([])
})
