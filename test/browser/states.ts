import type { Page } from 'playwright-core'
import type { Server } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, createChannel, join, joinAs, log, message, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap, type Wire } from './wire.ts'

/** What every state begins with: a small team, its channels, and somebody who just opened the page. */
export interface Stage {
  server: Server
  bob: Speaker
  channels: Record<string, string>
}

export interface State {
  name: string
  /** Brings a page of one's own into the state. */
  show(stage: Stage): Promise<Page>
  /** Parts that are not looked at for want of time, as selectors. */
  leftOut?: readonly string[]
  /** Another workspace than the small one. */
  crowded?: true
}

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder'.padEnd(60, '.')
const RTL_NAME = 'ليلى בן־דוד'
export const LONG_TEXT = 'Every message may be as long as this one. '.repeat(1000).slice(0, 39_999)

const HARD_TEXTS = [
  'Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(8),
  'שלום לכולם, הישיבה מתחילה ב־10:30 ב־https://example.com/פגישה',
  'مرحبا بالجميع! الاجتماع يبدأ في الساعة العاشرة.',
  '🎉🚀👩‍👩‍👧‍👦',
  Array.from(
    { length: 24 },
    (_, at) => `https://example.com/a/rather/long/address/number/${at}?with=a&query=${'x'.repeat(at * 4)}`,
  ).join(' '),
  LONG_TEXT,
  'Two\nlines',
]

/** Fills a server once for all states. */
export const setStage = async (server: Server): Promise<Stage> => {
  const bob = await speaker(server, 'Bob')
  const long = await speaker(server, LONG_NAME)
  const rtl = await speaker(server, RTL_NAME)
  const names = ['design', 'hard', 'single', 'nothing-yet', 'endless', 'x'.repeat(80)]
  const channels = Object.fromEntries(await Promise.all(names.map(async name => [name, await bob.create(name)])))
  const { design = '', hard = '', single = '', endless = '' } = channels
  for (const one of [long, rtl]) for (const channel of [design, hard]) await one.join(channel)
  await bob.say(single, ['The only one.'])
  for (const text of HARD_TEXTS) {
    await bob.say(hard, [text])
    await long.say(hard, [text.slice(0, 200)])
  }
  await rtl.say(hard, ['A text from the left, by a name from the right', 'עוד שורה אחת'])
  await bob.say(design, ['Good morning', 'See https://example.com', 'Two\nlines', '🎉'])
  await rtl.say(design, ['صباح الخير'])
  await bob.say(
    endless,
    Array.from({ length: 10_000 }, (_, at) => `message ${at + 1}`),
  )
  return { server, bob, channels }
}

/** Ten thousand channels, which would only slow the other states down. */
export const setCrowdedStage = async (server: Server): Promise<Stage> => {
  const bob = await speaker(server, 'Bob')
  for (let from = 0; from < 10_000; from += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, at) => bob.create(`room-${String(from + at).padStart(5, '0')}`)))
  }
  return { server, bob, channels: {} }
}

let joined = 0

/** A page of somebody new, with its connection in hand. */
const enter = async ({ server }: Stage, path = '/'): Promise<{ page: Page; wire: Wire }> => {
  joined += 1
  const { page } = await arrive('about:blank')
  const wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, `Ada ${joined}`)
  if (path !== '/') await page.goto(server.url + path)
  return { page, wire }
}

const inChannel = async (stage: Stage, name: string, text: string): Promise<{ page: Page; wire: Wire }> => {
  const entered = await enter(stage, `/c/${name}`)
  await message(entered.page, text).first().waitFor()
  return entered
}

const firstPage = async ({ server }: Stage): Promise<Page> => {
  const { page } = await arrive(server.url)
  await page.getByRole('textbox', { name: 'Display name', exact: true }).waitFor()
  return page
}

/** Somebody who read, went away, and came back to more than fits on a screen. */
const comeBack = async (stage: Stage, name: string, more: number): Promise<Page> => {
  const { page } = await enter(stage)
  await createChannel(page, name)
  await composer(page, name).waitFor()
  await say(page, name, 'I was here.')
  await message(page, 'I was here.').waitFor()
  const channel = new URL(page.url()).pathname.split('/')[2] ?? ''
  await stage.bob.join(channel)
  await stage.bob.say(channel, ['Seen.'])
  await message(page, 'Seen.').waitFor()
  await page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event('blur'))
  })
  await stage.bob.say(
    channel,
    Array.from({ length: more }, (_, at) => `While you were away ${at + 1}`),
  )
  await message(page, `While you were away ${more}`).waitFor()
  return page
}

export const states: readonly State[] = [
  { name: 'first run', show: firstPage },
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
  { name: 'welcome', show: async stage => (await enter(stage)).page },
  { name: 'conversation', show: async stage => (await inChannel(stage, 'design', 'Good morning')).page },
  {
    name: 'message actions',
    show: async stage => {
      const { page } = await inChannel(stage, 'design', 'Good morning')
      await log(page).focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowDown')
      await page.getByRole('button', { name: 'Copy link' }).waitFor()
      return page
    },
  },
  {
    name: 'empty channel',
    show: async stage => {
      const { page } = await enter(stage, '/c/nothing-yet')
      await page.getByText('Nothing has been said here yet.').waitFor()
      return page
    },
  },
  { name: 'one message', show: async stage => (await inChannel(stage, 'single', 'The only one.')).page },
  { name: 'hard texts', show: async stage => (await inChannel(stage, 'hard', 'Two\nlines')).page },
  {
    name: 'hard texts, from the top',
    show: async stage => {
      const { page } = await inChannel(stage, 'hard', 'Two\nlines')
      await log(page).evaluate(box => {
        box.scrollTop = 0
      })
      await page.waitForTimeout(100)
      return page
    },
  },
  {
    name: 'a long message, whole',
    show: async stage => {
      const { page } = await inChannel(stage, 'hard', 'Two\nlines')
      await page.getByRole('button', { name: 'Show more' }).last().click()
      return page
    },
  },
  {
    name: 'ten thousand messages',
    show: async stage => {
      const { page } = await inChannel(stage, 'endless', 'message 10000')
      await until(async () => (await log(page).getByRole('article').count()) >= 100, { what: 'a page' })
      return page
    },
  },
  {
    name: 'loading',
    show: async stage => {
      const { page, wire } = await enter(stage)
      wire.lost = ['history', 'watch']
      await page.getByRole('link', { name: 'endless', exact: true }).evaluate((link: HTMLElement) => link.click())
      await page.locator('.skeleton').waitFor()
      await page.waitForTimeout(200)
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
  {
    name: 'offline, with something unsent',
    show: async stage => {
      const { page, wire } = await inChannel(stage, 'design', 'Good morning')
      await page.context().setOffline(true)
      await wire.cut()
      await page.getByText('You are offline.').waitFor()
      await say(page, 'design', 'This waits.')
      await message(page, 'This waits.').waitFor()
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
      await page.getByText('A message has at most 40000 characters').waitFor()
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
  {
    name: 'channel list',
    show: async stage => {
      const { page } = await inChannel(stage, 'design', 'Good morning')
      await page.getByRole('button', { name: 'Channels', exact: true, includeHidden: true }).dispatchEvent('click')
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
    name: 'profile',
    show: async stage => {
      const { page } = await enter(stage)
      await page.getByRole('button', { name: 'Profile', exact: true }).click()
      await page.getByRole('dialog', { name: 'Profile' }).waitFor()
      return page
    },
  },
  { name: 'news: a few, while away', show: stage => comeBack(stage, `few-${++joined}`, 3) },
  {
    name: 'news: more than a screen, while away',
    show: async stage => {
      const page = await comeBack(stage, `many-${++joined}`, 60)
      await page.getByText(/60 new messages since/).waitFor()
      return page
    },
  },
  {
    name: 'news: further down',
    show: async stage => {
      const { page } = await inChannel(stage, 'endless', 'message 10000')
      await until(async () => (await log(page).getByRole('article').count()) >= 100, { what: 'a page' })
      await log(page).evaluate(box => {
        box.scrollTop -= 1500
      })
      await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
      await stage.bob.say(stage.channels.endless ?? '', ['and one more'])
      await page.getByRole('button', { name: /new message/ }).waitFor()
      return page
    },
  },
  {
    name: 'somebody types',
    show: async stage => {
      const { page } = await inChannel(stage, 'design', 'Good morning')
      await say(page, 'design', 'Here I am.')
      await message(page, 'Here I am.').waitFor()
      const other = await join(stage.server.url, `Grace ${++joined}`)
      await other.page.goto(`${stage.server.url}/c/design`)
      await say(other.page, 'design', 'Me too.')
      await message(page, 'Me too.').waitFor()
      await composer(other.page, 'design').pressSequentially('hm')
      await page.getByText('is typing').waitFor()
      return page
    },
  },
  {
    name: 'ten thousand channels',
    crowded: true,
    leftOut: ['.channel-block:nth-child(n + 3)'],
    show: async stage => {
      const { page } = await enter(stage)
      await page.getByRole('link', { name: 'room-00003', exact: true }).waitFor()
      return page
    },
  },
]
