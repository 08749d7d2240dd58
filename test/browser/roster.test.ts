import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { join, PATIENCE } from './people.ts'
import { speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})

afterAll(async () => {
  await server.stop()
})

test('the list of people goes on for as long as there are more, and finds a title of somebody never met', async () => {
  for (let number = 10; number < 70; number++) (await speaker(server, `Guest ${number}`)).close()
  const smith = await speaker(server, 'Otto')
  await smith.ask('profile.edit', { title: 'Blacksmith' })
  smith.close()
  const { page, complaints } = await join(server.url, 'Ada', { viewport: { width: 360, height: 740 } })
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await page.getByRole('button', { name: 'People', exact: true }).press('Enter')
  const people = page.getByRole('dialog', { name: 'People', exact: true })
  const lines = people.getByRole('list', { name: 'People', exact: true }).getByRole('button')
  const search = people.getByRole('searchbox', { name: 'Search people', exact: true })
  await search.fill('guest')
  await until(async () => (await lines.count()) === 50, { what: 'the first page' })
  await people.getByRole('button', { name: 'Show more', exact: true }).press('Enter')
  await until(async () => (await lines.count()) === 60, { what: 'all of them' })
  expect(await people.getByRole('button', { name: 'Show more', exact: true }).count()).toBe(0)
  await search.fill('blacks')
  await until(async () => (await lines.allInnerTexts()).join().includes('Otto'), { what: 'the smith' })
  expect(complaints).toEqual([])
})
