import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, log, PATIENCE, type Person, say } from './people.ts'
import { drawn, findings } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
/** Who joins first at the machine itself looks after the workspace. */
let ada: Person
let bob: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 900 } })
  bob = await join(server.url, 'Bob', { viewport: { width: 360, height: 740 } })
  await createChannel(ada.page, 'studio')
  await composer(ada.page, 'studio').waitFor()
})

afterAll(async () => {
  expect([ada.complaints, bob.complaints]).toEqual([[], []])
  await server.stop()
})

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })

const openGroups = async (page: Page) => {
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await dialog(page, 'People').getByRole('button', { name: 'User groups', exact: true }).click()
  await dialog(page, 'User groups').waitFor()
}

const mention = (page: Page, handle: string) => log(page).getByRole('button', { name: `@${handle}`, exact: true })

test('an admin makes a user group, and whoever is put into it is seated in its channels', async () => {
  const { page } = ada
  await openGroups(page)
  await dialog(page, 'User groups').getByRole('button', { name: 'New user group', exact: true }).click()
  const made = dialog(page, 'New user group')
  await made.getByRole('textbox', { name: 'Name', exact: true }).fill('Design team')
  await made.getByRole('textbox', { name: 'Handle', exact: true }).fill('here')
  await made.getByRole('combobox', { name: 'Default channels', exact: true }).fill('studio')
  await page.keyboard.press('Enter')
  await made.getByRole('button', { name: 'Create', exact: true }).click()
  await made.getByText('That name is reserved.').waitFor()
  await made.getByRole('textbox', { name: 'Handle', exact: true }).fill('@Design')
  await made.getByRole('button', { name: 'Create', exact: true }).click()
  const group = dialog(page, '@design')
  await group.getByText('Nobody is in this group yet.').waitFor()
  await group.getByRole('button', { name: 'Add people', exact: true }).click()
  await group.getByRole('combobox', { name: 'People to add', exact: true }).fill('Bob')
  await group.getByRole('option', { name: 'Bob', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await group.getByRole('button', { name: 'Add', exact: true }).click()
  await group.getByRole('list', { name: 'Members', exact: true }).getByText('Bob').waitFor()
  await page.keyboard.press('Escape')
  await bob.page.getByRole('button', { name: 'Channels', exact: true }).click()
  // Those that one is in come first; it was public before.
  await channelLink(bob.page, 'studio').click()
  await composer(bob.page, 'studio').waitFor()
  await until(async () => (await bob.page.getByText(/^Join/).count()) === 0, { what: 'the seat' })
})

test('[MENTION] a group is suggested, sent by its id, drawn by its handle, tinted for members, and no mention in code', async () => {
  const { page } = ada
  await bob.page.getByRole('button', { name: 'Channels', exact: true }).click()
  await channelLink(bob.page, 'general').click()
  await composer(bob.page, 'general').waitFor()
  await composer(page, 'studio').pressSequentially('@des')
  await page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option', { name: 'design', exact: true }).click()
  await page.keyboard.type('look here')
  await page.keyboard.press('Enter')
  await mention(page, 'design').waitFor()
  await say(page, 'studio', '`@design` in code')
  await bob.page.getByRole('button', { name: 'Channels', exact: true }).click()
  const link = channelLink(bob.page, 'studio')
  await until(
    async () => {
      const id = await link.getAttribute('aria-describedby')
      return id !== null && (await bob.page.locator(`#${id}`).textContent()) === '2 unread, 1 mention'
    },
    { what: 'one mention of two' },
  )
  await link.click()
  await mention(bob.page, 'design').waitFor()
  expect(await log(bob.page).locator('[data-mentions-me="true"]').count()).toBe(1)
  expect(await log(page).locator('[data-mentions-me="true"]').count()).toBe(0)
})

test('a mention opens its group by key; another handle shows everywhere at once; members change nothing', async () => {
  const { page } = ada
  await mention(bob.page, 'design').focus()
  await bob.page.keyboard.press('Enter')
  const seen = dialog(bob.page, '@design')
  await seen.getByRole('list', { name: 'Members', exact: true }).getByText('Bob').waitFor()
  expect(await seen.getByRole('button', { name: /^(Add people|Edit|Delete user group|Remove Bob)$/ }).count()).toBe(0)
  await bob.page.keyboard.press('Escape')
  await mention(page, 'design').click()
  await dialog(page, '@design').getByRole('button', { name: 'Edit', exact: true }).click()
  const edit = dialog(page, 'Edit user group')
  await edit.getByRole('textbox', { name: 'Handle', exact: true }).fill('makers')
  await edit.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog(page, '@makers').waitFor()
  await page.keyboard.press('Escape')
  await mention(bob.page, 'makers').waitFor()
})

test('a profile names the groups of somebody, and who is taken out is called no more', async () => {
  const { page } = ada
  await mention(page, 'makers').click()
  const group = dialog(page, '@makers')
  await group
    .getByRole('list', { name: 'Members', exact: true })
    .getByRole('button', { name: 'Bob', exact: true })
    .last()
    .click()
  const profile = dialog(page, 'Profile of Bob')
  await profile.getByRole('button', { name: '@makers', exact: true }).click()
  await group.getByRole('button', { name: 'Remove Bob', exact: true }).click()
  await group.getByText('Nobody is in this group yet.').waitFor()
  await page.keyboard.press('Escape')
  await until(async () => (await log(bob.page).locator('[data-mentions-me="true"]').count()) === 0, {
    what: 'the tint to go',
  })
  await goTo(page, 'general')
})

test('list, editor and group are sound on a phone and on a wide screen, in light and dark', async () => {
  const { page } = ada
  const looks = async (name: string) => {
    await dialog(page, name).waitFor()
    for (const [width, height] of [
      [360, 740],
      [1440, 900],
    ] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await drawn(page)
        expect([name, width, colorScheme, await findings(page)]).toEqual([name, width, colorScheme, []])
        const sticksOut = await dialog(page, name).evaluate(box => box.scrollWidth > box.clientWidth)
        expect([name, width, sticksOut]).toEqual([name, width, false])
      }
  }
  await openGroups(page)
  await looks('User groups')
  await dialog(page, 'User groups')
    .getByRole('button', { name: /^Design team/ })
    .click()
  await looks('@makers')
  await dialog(page, '@makers').getByRole('button', { name: 'Edit', exact: true }).click()
  await looks('Edit user group')
})
