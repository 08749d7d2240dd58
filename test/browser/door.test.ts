import { afterAll, beforeAll, describe, expect, test } from 'bun:test'

import { runFlack, type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, join, joinAs, nameField, overflow, PATIENCE, type Person } from './people.ts'

/** The door at the page: it is closed, opened by links, and looked after. The first who joins is the owner. */
let server: Server
let olga: Person

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  olga = await join(server.url, 'Olga')
}, PATIENCE)

afterAll(async () => {
  await server.stop()
})

const NARROW = { viewport: { width: 360, height: 740 } }

/** Opens the list where it covers, and goes to the settings. */
const settings = async ({ page }: Person) => {
  const link = page.getByRole('link', { name: 'Workspace settings', exact: true })
  await link.click()
  await page.getByRole('heading', { name: 'Workspace settings', exact: true }).waitFor()
}

const leaveSettings = async ({ page }: Person) => {
  await page.keyboard.press('Escape')
  await composer(page, 'general').waitFor()
}

const whoMayJoin = async (person: Person, option: string) => {
  await settings(person)
  const group = person.page.getByRole('group', { name: 'Who may join', exact: true })
  await group.getByRole('radio', { name: option, exact: true }).check()
  await group.getByText('Saved', { exact: true }).waitFor()
  await leaveSettings(person)
}

const invitation = async ({ page }: Person): Promise<string> => {
  await page.getByRole('button', { name: 'Invite people', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite people', exact: true })
  await dialog.getByRole('img', { name: 'The link as a QR code' }).waitFor()
  const link = await dialog.getByRole('textbox', { name: 'Invitation link', exact: true }).inputValue()
  await page.keyboard.press('Escape')
  return link
}

describe('the door', () => {
  test(
    'is closed by an owner, says so to strangers, and opens for who has a link',
    async () => {
      await whoMayJoin(olga, 'Only with an invitation')
      for (const options of [{}, { ...NARROW, colorScheme: 'dark' as const }]) {
        const stranger = await arrive(server.url, options)
        await stranger.page.getByRole('heading', { name: 'An invitation is needed', exact: true }).waitFor()
        expect(await nameField(stranger.page).count()).toBe(0)
        expect(await stranger.page.getByRole('link', { name: 'Sign in', exact: true }).count()).toBe(1)
        expect(await overflow(stranger.page)).toBe(0)
        expect(await stranger.page.locator('body').innerText()).not.toContain('Olga')
        expect(stranger.complaints).toEqual([])
        await stranger.page.close()
      }
      const link = await invitation(olga)
      expect(link).toStartWith(`${server.url}/invite/flk_`)
      const guest = await arrive(link, NARROW)
      await guest.page.getByRole('heading', { name: 'You are invited', exact: true }).waitFor()
      await guest.page.getByText('Olga invites you to Flack', { exact: false }).waitFor()
      expect(await overflow(guest.page)).toBe(0)
      await joinAs(guest.page, 'Ines')
      expect(new URL(guest.page.url()).pathname).toStartWith('/c/')
      expect(guest.complaints).toEqual([])
      await guest.page.close()
      await whoMayJoin(olga, 'Anybody who can open this page')
      const free = await join(server.url, 'Free')
      await free.page.close()
    },
    PATIENCE,
  )

  test(
    'says one thing of a link that is worth nothing, whatever it was',
    async () => {
      const link = await invitation(olga)
      await settings(olga)
      const list = olga.page.getByRole('list', { name: 'Invitations', exact: true })
      await list.getByRole('button', { name: 'Take back', exact: true }).first().click()
      await list.getByText('taken back', { exact: false }).first().waitFor()
      await leaveSettings(olga)
      const words: string[] = []
      for (const each of [link, `${server.url}/invite/flk_never`]) {
        const { page } = await arrive(each)
        await page.getByRole('heading', { name: 'This invitation is worth nothing', exact: true }).waitFor()
        words.push(await page.locator('main').innerText())
        await page.close()
      }
      expect(new Set(words).size).toBe(1)
    },
    PATIENCE,
  )
})

describe('people', () => {
  test(
    'are found by name, given a role, and let go: their page says why at once',
    async () => {
      const dora = await join(server.url, 'Dora')
      await settings(olga)
      const { page } = olga
      await page.getByRole('searchbox', { name: 'Search people', exact: true }).fill('dor')
      const list = page.getByRole('list', { name: 'People in the workspace', exact: true })
      const role = list.getByRole('combobox', { name: 'Role of Dora', exact: true })
      await role.selectOption('admin')
      // It shows at once where she is.
      await dora.page.getByRole('link', { name: 'Workspace settings', exact: true }).waitFor()
      await role.selectOption('member')
      await dora.page.getByRole('link', { name: 'Workspace settings', exact: true }).waitFor({ state: 'detached' })
      await list.getByRole('button', { name: 'Link to sign in for Dora', exact: true }).press('Enter')
      const link = list.getByRole('textbox', { name: 'Link for Dora', exact: true })
      await until(async () => (await link.inputValue()).includes('/sign-in#'), { what: 'a link for who lost theirs' })
      const again = await arrive(await link.inputValue())
      await again.page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await composer(again.page, 'general').waitFor()
      await again.page.locator('.sidebar').getByText('Dora', { exact: true }).waitFor()
      await again.page.close()
      await list.getByRole('button', { name: 'Deactivate Dora', exact: true }).click()
      await list.getByRole('button', { name: 'Deactivate now', exact: true }).click()
      await dora.page.getByRole('heading', { name: 'Your account was deactivated', exact: true }).waitFor()
      await list.getByRole('button', { name: 'Reactivate Dora', exact: true }).waitFor()
      await leaveSettings(olga)
      expect(dora.complaints).toEqual([])
      await dora.page.close()
    },
    PATIENCE,
  )
})

test(
  'the settings fit a phone, and rename the workspace for its door',
  async () => {
    const { page } = olga
    await settings(olga)
    await page.setViewportSize(NARROW.viewport)
    expect(await overflow(page)).toBe(0)
    await page.getByRole('textbox', { name: 'Name of the workspace', exact: true }).fill('Acme & Söhne')
    await page.getByRole('textbox', { name: 'Name of the workspace', exact: true }).press('Enter')
    await page.getByRole('radio', { name: 'Violet', exact: true }).check()
    await page.waitForFunction(() => document.documentElement.dataset.accent === 'violet')
    await page.setViewportSize({ width: 1440, height: 900 })
    await leaveSettings(olga)
    const stranger = await arrive(server.url)
    await stranger.page.getByRole('heading', { name: 'Acme & Söhne', exact: true }).waitFor()
    await stranger.page.close()
    expect(olga.complaints).toEqual([])
  },
  PATIENCE,
)

test(
  'one sees in the profile where one is signed in',
  async () => {
    const { page } = olga
    await page.getByRole('button', { name: 'Profile', exact: true }).click()
    const list = page.getByRole('list', { name: 'Where you are signed in', exact: true })
    await list.getByText('here, now', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
  },
  PATIENCE,
)

test(
  'the command line closes and opens it, invites, and lets people go, through the running server',
  async () => {
    const flack = async (...args: string[]) => (await runFlack([...args, '--data', server.dataDir])).stdout.trim()
    expect(await flack('door', 'added')).toBe('added')
    const stranger = await arrive(server.url)
    await stranger.page.getByRole('heading', { name: 'An invitation is needed', exact: true }).waitFor()
    await stranger.page.close()
    const link = await flack('invite', '1', '2')
    const secret = link.split('/invite/')[1]
    const ida = await arrive(`${server.url}/invite/${secret}`)
    await ida.page.getByRole('heading', { name: 'You are invited', exact: true }).waitFor()
    await joinAs(ida.page, 'Ida')
    expect(await flack('people', 'ida')).toMatch(/^U\w+\tIda\tmember$/)
    expect(await flack('role', 'Ida', 'admin')).toMatch(/\tadmin$/)
    await ida.page.getByRole('link', { name: 'Workspace settings', exact: true }).waitFor()
    await flack('deactivate', 'Ida')
    await ida.page.getByRole('heading', { name: 'Your account was deactivated', exact: true }).waitFor()
    await ida.page.close()
    expect(await flack('door', 'open')).toBe('open')
  },
  PATIENCE,
)
