import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { freePort } from '../support/ports.ts'
import { type Postbox, startPostbox } from '../support/postbox.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, join, PATIENCE } from './people.ts'
import { looksRight } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let box: Postbox
beforeAll(async () => {
  box = await startPostbox()
  const port = await freePort()
  const env = { FLACK_SMTP_URL: box.url, FLACK_MAIL_FROM: 'flack@chat.example', FLACK_URL: `http://127.0.0.1:${port}` }
  server = await startServer({ args: ['--limits', 'off', '--port', String(port)], env })
})
afterAll(async () => {
  await server.stop()
  box.stop()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const address = (page: Page) => page.getByRole('textbox', { name: 'E-mail address', exact: true })

const linkIn = async (count: number): Promise<string> => {
  const letter = await until(() => box.letters[count], { what: 'the letter' })
  return /http\S+#\S+/.exec(letter.text)?.[0] ?? ''
}

test('an address is confirmed by the link of a letter, and a link to it signs one in', async () => {
  const ada = await join(server.url, 'Ada')
  await button(ada.page, 'Profile').click()
  await button(ada.page, 'Add an e-mail address').click()
  await address(ada.page).fill('ada@home.example')
  await looksRight(ada.page)
  await address(ada.page).press('Enter')
  await ada.page.getByText('A letter is on its way. Open its link in this browser.', { exact: true }).waitFor()
  const confirming = await linkIn(0)
  const elsewhere = await arrive(confirming)
  await elsewhere.page.getByText('Open this link in the browser where you are signed in.', { exact: true }).waitFor()
  await ada.page.goto(confirming)
  await button(ada.page, 'It is mine').click()
  await ada.page.getByRole('heading', { name: 'It is yours', exact: true }).waitFor()
  await looksRight(ada.page)

  await elsewhere.page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await address(elsewhere.page).fill('ada@home.example')
  await button(elsewhere.page, 'Send me a link').click()
  await elsewhere.page.getByText('If somebody here has confirmed this address', { exact: false }).waitFor()
  await elsewhere.page.goto('about:blank')
  await elsewhere.page.goto(await linkIn(1))
  await button(elsewhere.page, 'Sign in').click()
  await composer(elsewhere.page, 'general').waitFor()
  expect([ada.complaints, elsewhere.complaints]).toEqual([[], []])
  for (const { page } of [ada, elsewhere]) await page.context().close()
})
