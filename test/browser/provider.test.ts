import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import type { Page } from 'playwright-core'
import { freePort } from '../support/ports.ts'
import { type Server, startServer } from '../support/server.ts'
import { arrive, composer, join, message, PATIENCE, say } from './people.ts'
import { looksRight } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let stop: () => void
beforeAll(async () => {
  const [port, own] = [await freePort(), await freePort()]
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{
          client_id: 'flack',
          client_secret: 'secret',
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
        redirect_uris: [`http://127.0.0.1:${own}/auth/provider/test`],
      },
    ],
    pkce: { required: () => true },
  })
  const peer = createServer(provider.callback())
  await new Promise<void>(resolve => peer.listen(port, '127.0.0.1', resolve))
  stop = () => peer.close()
  server = await startServer({
    env: { FLACK_LIMITS: 'off', FLACK_OIDC: `Test ${issuer} flack secret` },
    args: ['--port', String(own)],
  })
})
afterAll(async () => {
  stop()
  await server.stop()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** At the provider's own pages. */
const passProvider = async (page: Page, login: string) => {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('anything')
  await page.locator('button[type=submit]').click()
  await page.getByText('Continue').click()
}

test('an account at a provider is added in place, and signs one in from anywhere', async () => {
  const ada = await join(server.url, 'Ada')
  await say(ada.page, 'general', 'Before there was an account.')
  await button(ada.page, 'Profile').click()
  await button(ada.page, 'Add Test').press('Enter')
  await passProvider(ada.page, 'ada')
  await composer(ada.page, 'general').waitFor()
  await button(ada.page, 'Profile').click()
  await button(ada.page, 'Remove Account Test').waitFor()

  const other = await arrive(`${server.url}/sign-in`)
  await button(other.page, 'Sign in with Test').waitFor()
  await looksRight(other.page)
  await button(other.page, 'Sign in with Test').press('Enter')
  await passProvider(other.page, 'ada')
  await message(other.page, 'Before there was an account.').waitFor()
  await button(other.page, 'Profile').click()
  expect(await other.page.getByRole('textbox', { name: 'Display name', exact: true }).inputValue()).toBe('Ada')

  const late = await arrive(`${server.url}/auth/provider/test?code=stolen&state=none`)
  await late.page.getByRole('heading', { name: 'Not signed in', exact: true }).waitFor()
  await late.page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await button(late.page, 'Sign in with Test').waitFor()
  for (const { page } of [ada, other, late]) await page.context().close()
})
