import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, join, PATIENCE, type Person } from './people.ts'
import { drawn, findings } from './sound.ts'
import { speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
/** Who joins first at the machine itself looks after the workspace. */
let ada: Person
let bob: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 900 } })
  for (const name of ['news', 'rules', 'lunch']) {
    await createChannel(ada.page, name)
    await composer(ada.page, name).waitFor()
  }
  bob = await join(server.url, 'Bob', { viewport: { width: 1440, height: 900 } })
  for (const name of ['news', 'rules', 'lunch']) {
    await bob.page.goto(`${server.url}/c/${name}`)
    await bob.page.getByRole('button', { name: /^Join/ }).first().click()
    await until(
      async () => (await section(bob.page, 'Channels').getByRole('link', { name, exact: true }).count()) === 1,
      {
        what: name,
      },
    )
  }
})

afterAll(async () => {
  expect([ada.complaints, bob.complaints]).toEqual([[], []])
  await server.stop()
})

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })

const section = (page: Page, name: string) =>
  name === 'Channels'
    ? page.getByRole('navigation', { name, exact: true })
    : page.getByRole('region', { name, exact: true })

const links = (page: Page, name: string) => section(page, name).getByRole('link').allInnerTexts()

const stands = (page: Page, name: string, channels: string[]) =>
  until(async () => JSON.stringify(await links(page, name)) === JSON.stringify(channels), {
    what: `${channels.join()} in ${name}`,
  })

const menu = async (page: Page, of: string, entry: string) => {
  await page.getByRole('button', { name: `Options of ${of}`, exact: true }).press('Enter')
  await page.getByRole('menuitem', { name: entry, exact: true }).press('Enter')
}

test('a section that an admin makes stands in everybody’s list who is in its channels, in its order', async () => {
  const { page } = ada
  await menu(page, 'Channels', 'New section for everybody')
  const made = dialog(page, 'New section for everybody')
  await made.getByRole('textbox', { name: 'Section name', exact: true }).fill('Company')
  for (const name of ['rules', 'news']) {
    await made.getByRole('combobox', { name: 'Channels in it', exact: true }).fill(name)
    await page.keyboard.press('Enter')
  }
  for (const [width, height] of [
    [360, 740],
    [1440, 900],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await drawn(page)
      expect([width, colorScheme, await findings(page)]).toEqual([width, colorScheme, []])
    }
  await made.getByRole('button', { name: 'Create', exact: true }).click()
  await stands(page, 'Company', ['rules', 'news'])
  await stands(bob.page, 'Company', ['rules', 'news'])
  await bob.page.reload()
  await stands(bob.page, 'Company', ['rules', 'news'])
  // Who is in none of its channels has no use for it.
  const cleo = await join(server.url, 'Cleo')
  expect(await section(cleo.page, 'Company').count()).toBe(0)
})

test('each moves its channels and hides it for themselves, on all devices, and brings it back', async () => {
  const { page } = bob
  expect(await section(page, 'Company').getByRole('link').count()).toBe(2)
  await section(page, 'Company').getByRole('link', { name: 'news', exact: true }).click()
  await composer(page, 'news').waitFor()
  await page.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Move to a section', exact: true }).click()
  await dialog(page, 'Move #news').getByRole('button', { name: 'No section', exact: true }).click()
  await stands(page, 'Company', ['rules'])
  await stands(ada.page, 'Company', ['rules', 'news'])
  await menu(page, 'Company', 'Hide section')
  await until(async () => (await section(page, 'Company').count()) === 0, { what: 'the section to go' })
  expect((await links(page, 'Channels')).sort()).toContain('rules')
  await page.reload()
  await composer(page, 'news').waitFor()
  expect(await section(page, 'Company').count()).toBe(0)
  await menu(page, 'Channels', 'Show “Company” again')
  await stands(page, 'Company', ['rules'])
})

test('a member is not offered it, and is refused by the server', async () => {
  const { page } = bob
  await page.getByRole('button', { name: 'Options of Channels', exact: true }).press('Enter')
  expect(await page.getByRole('menuitem', { name: 'New section for everybody', exact: true }).count()).toBe(0)
  await page.keyboard.press('Escape')
  const dora = await speaker(server, 'Dora')
  await expect(dora.ask('section.share', { name: 'Mine for all' })).rejects.toThrow('not_allowed')
  dora.close()
})

test('it is renamed and removed for everybody', async () => {
  const { page } = ada
  await menu(page, 'Company', 'Edit section for everybody')
  const edit = dialog(page, 'Edit section for everybody')
  await edit.getByRole('textbox', { name: 'Section name', exact: true }).fill('All of us')
  await edit.getByRole('button', { name: 'Save', exact: true }).click()
  await stands(bob.page, 'All of us', ['rules'])
  await menu(page, 'All of us', 'Edit section for everybody')
  await edit.getByRole('button', { name: 'Remove for everybody', exact: true }).click()
  await until(async () => (await section(bob.page, 'All of us').count()) === 0, { what: 'the section to go' })
  expect(await links(bob.page, 'Channels')).toContain('rules')
})
