import type { Page } from 'playwright-core'
import { until } from '../support/wait.ts'
import { composer, createChannel, join, log, message, say } from './people.ts'
import { comeBack, enter, firstPage, inChannel, nextNumber, type Stage, type State } from './states-stage.ts'

/** The page as it is when all is well. */
export const statesOfTalk: readonly State[] = [
  { name: 'first run', show: firstPage },
  { name: 'welcome', show: async stage => (await enter(stage)).page },
  { name: 'conversation', show: async stage => (await inChannel(stage, 'design', 'Good morning')).page },
  {
    name: 'message actions',
    show: async stage => {
      const { page } = await inChannel(stage, 'design', 'Good morning')
      await log(page).focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowDown')
      await page.getByRole('button', { name: 'More actions' }).waitFor()
      return page
    },
  },
  {
    name: 'the marked message',
    show: async stage => {
      const { page } = await enter(stage, '/c/endless/9950')
      await log(page).locator('[aria-current]:focus').waitFor()
      return page
    },
  },
  {
    name: 'empty channel',
    show: async stage => {
      const { page } = await enter(stage, '/c/nothing-yet')
      await page.getByRole('button', { name: 'Copy link', exact: true }).waitFor()
      return page
    },
  },
  {
    name: 'go to a channel',
    show: async stage => {
      const { page } = await enter(stage)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Channel or person' }).fill('n')
      await page.getByRole('option', { name: 'nothing-yet' }).waitFor()
      return page
    },
  },
  {
    name: 'go to a channel that there is not',
    show: async stage => {
      const { page } = await enter(stage)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Channel or person' }).fill('holidays')
      await page.getByRole('option', { name: 'Create #holidays' }).waitFor()
      return page
    },
  },
  { name: 'one message', show: async stage => (await inChannel(stage, 'single', 'The only one.')).page },
  { name: 'hard texts', show: async stage => (await inChannel(stage, 'hard', 'Two\nlines')).page },
  {
    name: 'hard texts, from the top',
    show: async stage => {
      const { page } = await inChannel(stage, 'hard', 'Two\nlines')
      await log(page).focus()
      await page.keyboard.press('Home')
      await until(() => log(page).evaluate(box => box.scrollTop < box.clientHeight), { what: 'the top' })
      return page
    },
  },
  {
    name: 'a long message, whole',
    show: async stage => {
      const { page } = await inChannel(stage, 'hard', 'Two\nlines')
      await page.getByRole('button', { name: 'Show more' }).last().click()
      await page.getByRole('button', { name: 'Show less' }).scrollIntoViewIfNeeded()
      return page
    },
    again: page => page.getByRole('button', { name: 'Show less' }).scrollIntoViewIfNeeded(),
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
    name: 'channel list',
    show: async stage => (await inChannel(stage, 'design', 'Good morning')).page,
    again: async page => {
      const open = page.getByRole('button', { name: 'Channels', exact: true })
      if (await open.isVisible()) await open.click()
      await page.getByRole('navigation', { name: 'Channels', exact: true }).waitFor()
    },
  },
  {
    name: 'create channel',
    show: async stage => {
      const { page } = await enter(stage)
      await page.getByRole('button', { name: 'Create channel', exact: true }).click()
      await page.getByRole('textbox', { name: 'Channel name', exact: true }).fill('Team Alpha')
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
  { name: 'news: a few, while away', show: stage => comeBack(stage, `few-${nextNumber()}`, 3) },
  {
    name: 'news: more than a screen, while away',
    show: async stage => {
      const page = await comeBack(stage, `many-${nextNumber()}`, 60)
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
  { name: 'somebody types', show: stage => whileTyping(stage, 1, 'is typing') },
  { name: 'several people type', show: stage => whileTyping(stage, 3, 'Several people are typing') },
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

/** A conversation in which others keep on typing for as long as it is looked at. */
const whileTyping = async (stage: Stage, others: number, words: string): Promise<Page> => {
  const name = `typing-${nextNumber()}`
  const { page } = await enter(stage)
  await createChannel(page, name)
  await composer(page, name).waitFor()
  await say(page, name, 'What do you think?')
  for (let other = 0; other < others; other++) {
    const { page: typing } = await join(stage.server.url, `Grace ${nextNumber()}`)
    await typing.goto(`${stage.server.url}/c/${name}`)
    await say(typing, name, 'Hm.')
    await message(page, 'Hm.').nth(other).waitFor()
    await composer(typing, name).fill('Perhaps')
    await composer(typing, name).evaluate(field => {
      setInterval(() => field.dispatchEvent(new InputEvent('input', { bubbles: true })), 500)
    })
    page.once('close', () => void typing.context().close())
  }
  await page.getByText(words).waitFor()
  return page
}
