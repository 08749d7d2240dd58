import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { CDPSession, Page } from 'playwright-core'
import { codeOf } from '../support/code-app.ts'
import { type Server, startServer } from '../support/server.ts'
import { arrive, composer, join, message, PATIENCE, say } from './people.ts'
import { looksRight } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let home: string
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  home = `http://localhost:${server.port}`
})
afterAll(() => server.stop())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

type Authenticator = { session: CDPSession; id: string }

/** A device with keys of its own, of a person who is there and says yes. */
const authenticator = async (page: Page): Promise<Authenticator> => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, id }
}

const keysOf = async ({ session, id }: Authenticator) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials

/** Carries what a device knows to another one, as those do that keep passkeys in step. */
const carry = async (keys: Awaited<ReturnType<typeof keysOf>>, to: Authenticator) => {
  for (const credential of keys) await to.session.send('WebAuthn.addCredential', { authenticatorId: to.id, credential })
}

const openProfile = async (page: Page) => {
  await button(page, 'Profile').click()
  await button(page, 'Sign in on another device').waitFor()
}

const openSignIn = async (page: Page) => {
  await page.getByRole('link', { name: 'Here before? Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
}

test('a passkey is added in place, signs one in as who one was, and is the only thing that one needs', async () => {
  const ada = await join(home, 'Ada')
  const first = await authenticator(ada.page)
  await say(ada.page, 'general', 'Before there was a passkey.')
  await openProfile(ada.page)
  await button(ada.page, 'Add a passkey').press('Enter')
  await button(ada.page, 'Remove Passkey Chrome on Linux').waitFor()
  // A device has one of each address.
  await button(ada.page, 'Add a passkey').click()
  await ada.page.getByText('This device has a passkey for here already.', { exact: true }).waitFor()
  const keys = await keysOf(first)
  // After what is done with keys: the debugger that looks takes the made device away.
  await looksRight(ada.page)

  const other = await arrive(home)
  await openSignIn(other.page)
  await looksRight(other.page)
  const second = await authenticator(other.page)
  await button(other.page, 'Use a passkey').click()
  await other.page.getByText('No passkey was given.', { exact: true }).waitFor()
  await carry(keys, second)
  await button(other.page, 'Use a passkey').press('Enter')
  await message(other.page, 'Before there was a passkey.').waitFor()

  // Taken away, it is worth nothing, though the device has it still.
  await button(ada.page, 'Remove Passkey Chrome on Linux').click()
  await ada.page.getByText('Only this browser knows that you are you.', { exact: false }).waitFor()
  const late = await arrive(home)
  const third = await authenticator(late.page)
  await carry(keys, third)
  await openSignIn(late.page)
  await button(late.page, 'Use a passkey').click()
  await late.page.getByText('That did not let you in. Check what you typed.', { exact: true }).waitFor()
  expect([ada.complaints, other.complaints, late.complaints]).toEqual([[], [], []])
  for (const { page } of [ada, other, late]) await page.context().close()
})

test('what a device signed is taken once, from this address, and by who knows the device', async () => {
  const ada = await join(home, 'Bea')
  const device = await authenticator(ada.page)
  await openProfile(ada.page)
  await button(ada.page, 'Add a passkey').click()
  await button(ada.page, 'Remove Passkey Chrome on Linux').waitFor()
  const other = await arrive(home)
  await carry(await keysOf(device), await authenticator(other.page))
  await openSignIn(other.page)
  const sent = other.page.waitForRequest(request => (request.postData() ?? '').includes('"by":"passkey","secret"'))
  await button(other.page, 'Use a passkey').click()
  const body = (await sent).postDataJSON() as { secret: string; answer: { id: string; response: object } }
  await composer(other.page, 'general').waitFor()
  const tried = async (said: object, origin = home) => {
    const answer = await fetch(`${origin}/auth/sign-in`, { method: 'POST', body: JSON.stringify(said) })
    return ((await answer.json()) as { error?: string }).error
  }
  expect(await tried(body)).toBe('link_expired')
  const asked = await fetch(`${home}/auth/sign-in`, { method: 'POST', body: '{"by":"passkey.ask"}' })
  const { secret } = (await asked.json()) as { secret: string }
  // Signed for another question.
  expect(await tried({ ...body, secret })).toBe('credentials_wrong')
  expect(await tried({ ...body, secret, answer: { id: body.answer.id } })).toBe('credentials_wrong')
  expect(await tried({ ...body, secret, answer: { ...body.answer, id: 'nobodys' } })).toBe('credentials_wrong')
  expect(await tried({ ...body, secret }, server.url)).toBe('not_allowed')
  for (const { page } of [ada, other]) await page.context().close()
})

test('where browsers make no passkeys none is offered', async () => {
  const { page } = await join(server.url, 'Cleo')
  await openProfile(page)
  expect(await button(page, 'Add a passkey').count()).toBe(0)
  const other = await arrive(`${server.url}/sign-in`)
  await button(other.page, 'Sign in').waitFor()
  expect(await button(other.page, 'Use a passkey').count()).toBe(0)
  for (const each of [page, other.page]) await each.context().close()
})

test('one-time codes are set up, asked for as a second step, and replaced by a recovery code', async () => {
  const ada = await join(server.url, 'Dora')
  await openProfile(ada.page)
  expect(await button(ada.page, 'Add one-time codes').count()).toBe(0)
  await button(ada.page, 'Set a password').click()
  await box(ada.page, 'New password').fill('grey mice in May')
  await button(ada.page, 'Save password').click()
  await button(ada.page, 'Add one-time codes').click()
  await ada.page.getByRole('img', { name: 'The key as a QR code', exact: true }).waitFor()
  const key = (await ada.page.locator('.code-key').innerText()).replaceAll(' ', '')
  await looksRight(ada.page)
  await box(ada.page, 'Code').fill('12')
  await box(ada.page, 'Code').press('Enter')
  await ada.page.getByText('That code is wrong, or was used.', { exact: true }).waitFor()
  await box(ada.page, 'Code').fill(codeOf(key))
  await button(ada.page, 'Use one-time codes').click()
  const codes = ada.page.getByRole('list', { name: 'Recovery codes', exact: true }).getByRole('listitem')
  await codes.first().waitFor()
  expect(await codes.count()).toBe(10)
  const recovery = await codes.first().innerText()
  await looksRight(ada.page)
  await button(ada.page, 'I have kept them').click()
  await ada.page.getByText('10 recovery codes are left.', { exact: true }).waitFor()

  const other = await arrive(`${server.url}/sign-in`)
  await box(other.page, 'Name or handle').fill('Dora')
  await box(other.page, 'Password').fill('grey mice in May')
  await box(other.page, 'Password').press('Enter')
  await other.page.getByRole('heading', { name: 'One more step', exact: true }).waitFor()
  await looksRight(other.page)
  await box(other.page, 'Code').fill('000000')
  await box(other.page, 'Code').press('Enter')
  await other.page.getByText('That code is wrong, or was used.', { exact: true }).waitFor()
  await box(other.page, 'Code').fill(recovery)
  await button(other.page, 'Sign in').click()
  await composer(other.page, 'general').waitFor()
  expect([ada.complaints, other.complaints]).toEqual([[], []])
  for (const { page } of [ada, other]) await page.context().close()
})
