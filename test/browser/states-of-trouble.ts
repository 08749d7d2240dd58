import type { Page } from 'playwright-core'
import { until } from '../support/wait.ts'
import { arrive, composer, createChannel, leaveChannel, message, say } from './people.ts'
import { enter, firstPage, inChannel, LONG_TEXT, nextNumber, type Stage, type State } from './states-stage.ts'
import type { Wire } from './wire.ts'

/** The page while it waits, and where something went wrong. */
export const statesOfTrouble: readonly State[] = [
  {
    name: 'first run, name taken',
    show: async stage => {
      const page = await firstPage(stage)
      await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('bob')
      await page.getByRole('button', { name: 'Join', exact: true }).click()
      await page.getByRole('button', { name: /^Use / }).waitFor()
      return page
    },
  },
  {
    name: 'loading',
    show: async stage => {
      const { page, wire } = await enter(stage)
      wire.lost = ['history', 'watch']
      await page.getByRole('link', { name: 'endless', exact: true }).evaluate((link: HTMLElement) => link.click())
      const skeleton = page.locator('.skeleton')
      await until(() => skeleton.evaluate(one => getComputedStyle(one).opacity === '1'), { what: 'the skeleton' })
      return page
    },
  },
  {
    name: 'slow: reconnecting',
    show: async stage => {
      const { page, wire } = await inChannel(stage, 'design', 'Good morning')
      await wire.cut()
      await page.getByText('The connection is lost; trying again.').waitFor()
      return page
    },
  },
  { name: 'offline, with something unsent', show: async stage => (await offlineWithUnsent(stage)).page },
  {
    name: 'offline, in a channel that is not known',
    show: async stage => {
      const { page, wire } = await enter(stage)
      await goOffline(page, wire)
      await page.evaluate(() => {
        history.pushState(null, '', '/c/somewhere')
        dispatchEvent(new PopStateEvent('popstate'))
      })
      await page.getByText('#somewhere is not at hand.').waitFor()
      return page
    },
  },
  {
    name: 'profile, with something unsent',
    show: async stage => {
      const { page } = await offlineWithUnsent(stage)
      await page.getByRole('button', { name: 'Profile', exact: true, includeHidden: true }).click()
      await page.getByText('One message has not been sent yet.').waitFor()
      return page
    },
  },
  {
    name: 'signed out, with something unsent',
    show: async stage => {
      const { page, wire } = await offlineWithUnsent(stage)
      await say(page, 'design', LONG_TEXT.slice(0, 400))
      await page.context().clearCookies()
      await page.context().setOffline(false)
      wire.mode = 'through'
      await page.getByRole('heading', { name: 'Not sent' }).waitFor()
      return page
    },
  },
  {
    name: 'a new version',
    show: async stage => {
      const { page, wire } = await inChannel(stage, 'design', 'Good morning')
      await composer(page, 'design').fill('Half a thought')
      wire.build = 'another'
      await wire.cut()
      wire.mode = 'through'
      await page.getByText('There is a new version of Flack.').waitFor()
      return page
    },
  },
  {
    name: 'error: not sent',
    show: async stage => {
      const { page, wire } = await enter(stage)
      wire.refused = ['message.post']
      await say(page, 'general', 'Not to be sent')
      await page.getByRole('button', { name: 'Discard' }).waitFor()
      return page
    },
  },
  {
    name: 'error: too long',
    show: async stage => {
      const { page } = await enter(stage)
      await composer(page, 'general').fill(LONG_TEXT + LONG_TEXT)
      await page.getByText('A message has at most 40,000 characters').waitFor()
      return page
    },
  },
  {
    name: 'error: still in the channel',
    show: async stage => {
      const name = `stay-${nextNumber()}`
      const { page, wire } = await enter(stage)
      await createChannel(page, name)
      await composer(page, name).waitFor()
      wire.refused = ['channel.leave']
      await leaveChannel(page)
      await page.getByRole('dialog', { name: 'You are still in this channel' }).waitFor()
      return page
    },
  },
  {
    name: 'create channel, with an error',
    show: async stage => {
      const { page } = await enter(stage)
      await createChannel(page, 'Design')
      await page.getByRole('dialog').locator('[data-error="true"]').waitFor()
      return page
    },
  },
  {
    name: 'not found: channel',
    show: async stage => {
      const { page } = await enter(stage, '/c/nowhere')
      await page.getByText('There is no channel #nowhere.').waitFor()
      return page
    },
  },
  {
    name: 'not found: message',
    show: async stage => {
      const { page } = await enter(stage, '/c/design/999999')
      await page.getByText('The message that this address names is not here.').waitFor()
      return page
    },
  },
  {
    name: 'not found: address',
    show: async ({ server }) => {
      const { page } = await arrive(`${server.url}/nowhere`)
      await page.getByRole('heading', { name: 'Not found' }).waitFor()
      return page
    },
  },
  {
    name: 'forbidden: unknown host',
    show: async ({ server }) => {
      const { page } = await arrive(`http://other.example:${server.port}/`, { hosts: ['other.example'] })
      await page.getByRole('heading', { name: 'Unknown address' }).waitFor()
      return page
    },
  },
]

const goOffline = async (page: Page, wire: Wire): Promise<void> => {
  await page.context().setOffline(true)
  await wire.cut()
  await page.getByText('Offline. Messages wait and go out later.').waitFor()
}

const offlineWithUnsent = async (stage: Stage): Promise<{ page: Page; wire: Wire }> => {
  const entered = await inChannel(stage, 'design', 'Good morning')
  await goOffline(entered.page, entered.wire)
  await say(entered.page, 'design', 'This waits.')
  await message(entered.page, 'This waits.').waitFor()
  return entered
}
