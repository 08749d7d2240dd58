import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { freePort } from '../support/ports.ts'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { arrive, composer, join, message, PATIENCE, say } from './people.ts'
import { looksRight } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(() => server.stop())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

const openProfile = async (page: Page) => {
  await button(page, 'Profile').click()
  await button(page, 'Sign in on another device').waitFor()
}

test('a link signs one in on another device, once the first one has said yes', async () => {
  const ada = await join(server.url, 'Ada')
  await say(ada.page, 'general', 'Said by Ada.')
  await openProfile(ada.page)
  await button(ada.page, 'Sign in on another device').press('Enter')
  const link = await box(ada.page, 'Link for the other device').inputValue()
  expect(link).toMatch(new RegExp(`^${server.url}/sign-in#flk_[\\w-]{43}$`))
  await ada.page.getByRole('img', { name: 'The link as a QR code', exact: true }).waitFor()
  await looksRight(ada.page)

  const phone = await arrive(link)
  await button(phone.page, 'Sign in').waitFor()
  // What is secret stays in no history.
  expect(phone.page.url()).toBe(`${server.url}/sign-in`)
  await looksRight(phone.page)
  await button(phone.page, 'Sign in').press('Enter')
  await phone.page.getByText('Waiting to be let in as Ada …', { exact: true }).waitFor()
  await ada.page.getByRole('alertdialog').getByText('Is that your device?', { exact: false }).waitFor()
  await looksRight(ada.page)
  await button(ada.page, 'Let it in').click()
  await composer(phone.page, 'general').waitFor()
  await message(phone.page, 'Said by Ada.').waitFor()
  await say(phone.page, 'general', 'From the phone.')
  await message(ada.page, 'From the phone.').waitFor()
  await ada.page.getByText('The other device is signed in.', { exact: true }).waitFor()

  const late = await arrive(link)
  await button(late.page, 'Sign in').click()
  await late.page.getByText('This link was used, or is too old.', { exact: true }).waitFor()
  await button(late.page, 'Sign in another way').click()
  await box(late.page, 'Password').waitFor()
  expect([ada.complaints, phone.complaints, late.complaints]).toEqual([[], [], []])
  for (const { page } of [ada, phone, late]) await page.context().close()
})

test('whoever is sent away is told, and a link opened by who is signed in takes nobody’s place', async () => {
  const [bea, eve] = [await join(server.url, 'Bea'), await join(server.url, 'Eve')]
  await openProfile(bea.page)
  await button(bea.page, 'Sign in on another device').click()
  const link = await box(bea.page, 'Link for the other device').inputValue()
  await eve.page.goto(link)
  await eve.page.getByText('You are Eve in this browser.', { exact: false }).waitFor()
  const stranger = await arrive(link)
  await button(stranger.page, 'Sign in').click()
  await button(bea.page, 'Send it away').click()
  await stranger.page.getByRole('heading', { name: 'Not let in', exact: true }).waitFor()
  await bea.page.getByText('The other device was sent away', { exact: false }).waitFor()
  for (const { page } of [bea, eve, stranger]) await page.context().close()
})

test('a password is set in one’s profile and signs one in from anywhere, as who one was', async () => {
  const ada = await join(server.url, 'Grace')
  const other = await arrive(`${server.url}/`)
  await say(ada.page, 'general', 'Before there was a password.')
  await openProfile(ada.page)
  await button(ada.page, 'Set a password').click()
  await box(ada.page, 'New password').fill('Password1!')
  await button(ada.page, 'Save password').click()
  await ada.page.getByText('That password is one of the first to be tried.', { exact: false }).waitFor()
  await looksRight(ada.page)
  await box(ada.page, 'New password').fill('grey mice in May')
  await box(ada.page, 'New password').press('Enter')
  await button(ada.page, 'Change password').waitFor()
  await button(ada.page, 'Remove Password').waitFor()
  await looksRight(ada.page)

  await other.page.getByRole('link', { name: 'Here before? Sign in', exact: true }).click()
  await other.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  await box(other.page, 'Name or handle').fill('grace')
  await box(other.page, 'Password').fill('not that one')
  await box(other.page, 'Password').press('Enter')
  await other.page.getByText('That did not let you in. Check what you typed.', { exact: true }).waitFor()
  expect(await box(other.page, 'Name or handle').inputValue()).toBe('grace')
  await looksRight(other.page)
  await box(other.page, 'Password').fill('grey mice in May')
  await button(other.page, 'Sign in').click()
  await message(other.page, 'Before there was a password.').waitFor()
  // Whoever can come back is not warned that they cannot.
  await openProfile(other.page)
  await button(other.page, 'Sign out').click()
  await other.page.getByText('You can come back as Grace with what you sign in with.', { exact: true }).waitFor()
  await button(other.page, 'Sign out now').click()
  await button(other.page, 'Join').waitFor()
  expect([ada.complaints, other.complaints]).toEqual([[], []])
  for (const { page } of [ada, other]) await page.context().close()
})

test('the link of flack link signs in who lost everything else, on plain http under a name of the network, too', async () => {
  const port = await freePort()
  const url = `http://flack.example:${port}`
  const lan = await startServer({ args: ['--port', String(port)], env: { FLACK_URL: url } })
  const hosts = ['flack.example']
  const lost = await join(url, 'Lost', { hosts })
  await lost.page.context().close()
  const { stdout } = await runFlack(['link', 'Lost', '--data', lan.dataDir, '--url', url])
  const { page, complaints } = await arrive(stdout.trim(), { hosts })
  await button(page, 'Sign in').click()
  await composer(page, 'general').waitFor()
  await openProfile(page)
  expect(await box(page, 'Display name').inputValue()).toBe('Lost')
  await button(page, 'Sign in on another device').click()
  await button(page, 'Copy').click()
  await page.getByText('Copied.', { exact: true }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
  await lan.stop()
})
