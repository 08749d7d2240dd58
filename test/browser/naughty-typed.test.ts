import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { type NaughtyPage, naughtyPage, strings } from './naughty-page.ts'
import { composer, joinAs, PATIENCE, say, signOut } from './people.ts'

setDefaultTimeout(full ? 4 * PATIENCE : PATIENCE)

const some = full ? strings : strings.filter((_, at) => at % 20 === 0)

let server: Server
let page: Page
let isCalm: NaughtyPage['isCalm']

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ;({ page, isCalm } = await naughtyPage(server))
  await joinAs(page, 'Ada')
})
afterAll(() => server.stop())

const button = (name: string) => page.getByRole('button', { name, exact: true })

/** Fills the only field of a form and sends it. Answers whether it was taken: then the form goes; else it says why not. */
const send = async (form: Locator, field: string, submit: string, text: string): Promise<boolean> => {
  await form.getByRole('textbox', { name: field, exact: true }).fill(text)
  await until(async () => (await form.locator('[data-error="true"]').count()) === 0, { what: 'the last error to go' })
  await form.getByRole('button', { name: submit, exact: true }).click()
  const outcome = async () => {
    if ((await form.count()) === 0) return 'taken'
    return (await form.locator('[data-error="true"]').count()) > 0 && 'refused'
  }
  return (await until(outcome, { what: `an answer to ${JSON.stringify(text)}` })) === 'taken'
}

/** Opens the dialog again for each text. Answers how many were taken. */
const sendAll = async (opener: string, field: string, submit: string): Promise<number> => {
  const dialog = page.getByRole('dialog')
  let taken = 0
  for (const [at, text] of some.entries()) {
    if ((await dialog.count()) === 0) await button(opener).click()
    if (await send(dialog, field, submit, text)) taken++
    if (at % 40 === 0) await isCalm(`${field}: ${text}`)
  }
  await page.keyboard.press('Escape')
  await isCalm(field)
  return taken
}

test('[S-12] typed into the composer they do no more than any text', async () => {
  const tricky = strings.filter(text => /script|onerror|javascript|alert|%|\$|{/.test(text))
  for (const text of tricky.slice(0, full ? 200 : 20)) await say(page, 'general', text)
  await isCalm('what was said')
})

test('[S-12] typed into the dialogs, and sent: a channel or a name, or a word about why not', async () => {
  expect(await sendAll('Create channel', 'Channel name', 'Create')).toBeWithin(1, some.length)
  expect(await sendAll('Profile', 'Display name', 'Save')).toBeWithin(1, some.length)
})

test('[S-12] typed into the first page: who is let in is shown as it is, and who is not reads why', async () => {
  await button('Profile').click()
  await signOut(page)
  const first = page.locator('form').filter({ has: button('Join') })
  let joined = 0
  for (const text of some) {
    if (!(await send(first, 'Display name', 'Join', text))) continue
    joined++
    await composer(page, 'general').waitFor()
    await isCalm(`joined as ${text}`)
    await button('Profile').click()
    await signOut(page)
    await first.waitFor()
  }
  expect(joined).toBeWithin(some.length / 10, some.length)
  await isCalm('the first page')
})
