import { expect, setDefaultTimeout, test } from 'bun:test'
import { freePort } from '../support/ports.ts'
import { startServer } from '../support/server.ts'
import { composer, createChannel, goTo, join, message, PATIENCE, rename, say, seesExactly } from './people.ts'

setDefaultTimeout(PATIENCE)

/** There a browser has no randomUUID, no subtle cryptography, no locks, no clipboard and no service worker. */
test('the seed works over plain http on a name that is not localhost', async () => {
  const port = await freePort()
  const url = `http://flack.example:${port}`
  const server = await startServer({ args: ['--port', String(port)], env: { FLACK_URL: url } })
  const hosts = ['flack.example']
  const ada = await join(url, 'Ada', { hosts })
  expect(await ada.page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false])
  const grace = await join(url, 'Grace', { hosts })
  await createChannel(ada.page, 'plain')
  await composer(ada.page, 'plain').waitFor()
  await goTo(grace.page, 'plain')
  await say(ada.page, 'plain', 'one')
  await message(grace.page, 'one').waitFor()
  await say(grace.page, 'plain', 'two')
  await seesExactly(ada.page, ['one', 'two'])
  await rename(ada.page, 'Ada Lovelace')
  await message(grace.page, 'one').getByText('Ada Lovelace', { exact: true }).waitFor()
  await ada.page.reload()
  await seesExactly(ada.page, ['one', 'two'])
  expect([...ada.complaints, ...grace.complaints]).toEqual([])
  for (const { page } of [ada, grace]) await page.context().close()
  await server.stop()
})
