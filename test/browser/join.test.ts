import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { arrive, composer, createChannel, join, joinAs, nameField, PATIENCE } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(() => server.stop())

test('the first page says whose place this is, and asks for one thing', async () => {
  const { page, complaints } = await arrive(server.url)
  await page.getByRole('heading', { name: new URL(server.url).host, exact: true }).waitFor()
  expect(await page.getByRole('textbox').count()).toBe(1)
  expect(await page.getByRole('button').count()).toBe(1)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('where cookies are refused it says so, and uses no name up', async () => {
  const { page } = await arrive('about:blank')
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setDocumentCookieDisabled', { disabled: true })
  await page.goto(server.url)
  await nameField(page).fill('Ada')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await page.getByText('This browser keeps no cookies for this page', { exact: false }).waitFor()
  expect(await nameField(page).inputValue()).toBe('Ada')
  await session.send('Emulation.setDocumentCookieDisabled', { disabled: false })
  await joinAs(page, 'Ada')
  await page.context().close()
})

test('a channel that there is already can be opened from where it was to be created', async () => {
  const { page, complaints } = await join(server.url, 'Bea')
  await createChannel(page, 'design')
  await composer(page, 'design').waitFor()
  await createChannel(page, 'Design')
  const dialog = page.getByRole('dialog', { name: 'Create channel' })
  await dialog.locator('[data-error="true"]').waitFor()
  const look = () => dialog.getByRole('button', { name: 'Create', exact: true }).getAttribute('class')
  expect(await look()).not.toContain('main')
  const field = dialog.getByRole('textbox', { name: 'Channel name', exact: true })
  await field.fill('Design 2')
  await dialog.getByText('#design-2', { exact: true }).waitFor()
  expect(await look()).toContain('main')
  await field.fill('dеsign')
  await dialog.getByRole('button', { name: 'Open #design', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await composer(page, 'design').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('an empty channel says who made it, and gives its link', async () => {
  const { page } = await join(server.url, 'Cleo', { permissions: ['clipboard-read', 'clipboard-write'] })
  await createChannel(page, 'product review')
  await page.getByText('You made this channel today. Anybody here can find it.', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Copy link', exact: true }).click()
  await page.getByRole('button', { name: 'Link copied', exact: true }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
  await page.reload()
  await page.getByText('You made this channel today.').waitFor()
  const dan = await join(server.url, 'Dan')
  await dan.page.goto(`${server.url}/c/product-review`)
  await dan.page.getByText('Cleo made this channel today. Anybody here can find it.', { exact: true }).waitFor()
  await dan.page.getByRole('button', { name: 'Join #product-review', exact: true }).click()
  await dan.page.reload()
  await dan.page.getByText('Cleo made this channel today. Anybody here can find it.', { exact: true }).waitFor()
  for (const one of [page, dan.page]) await one.context().close()
})
