import type { Locator, Page } from 'playwright-core'
import { say } from '../../src/web/words/say.ts'
import type { Server } from '../support/server.ts'
import { until } from '../support/wait.ts'
import type { Joined } from './speaker.ts'
import type { Wire } from './wire.ts'

/** Somebody who goes through the page in the language that `say` speaks. */
export interface Walker {
  page: Page
  wire: Wire
  server: Server
  name: string
  /** Somebody else, who writes. */
  bob: Joined
  /** Ids by name: `design`, where Bob wrote and nobody else is, and `talk`, where both are. */
  channels: { design: string; talk: string }
  /** Called in each state of the page. */
  look(state: string): Promise<void>
}

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const field = ({ page }: Walker) => page.locator('.composer-place textarea')
const article = ({ page }: Walker, text: string) => page.getByRole('article').filter({ hasText: text }).last()
const dialog = ({ page }: Walker) => page.locator('dialog[open]')

/** On a small screen the list is behind a button. */
const openList = async ({ page }: Walker): Promise<void> => {
  if (await page.locator('.workspace[data-list="true"]').isVisible()) return
  const open = page.locator('.to-list')
  if (await open.isVisible()) await open.click()
}

const closeList = async ({ page }: Walker): Promise<void> => {
  if (await page.locator('.workspace[data-list="true"]').isVisible()) await page.keyboard.press('Escape')
}

const goTo = async (walker: Walker, channel: string): Promise<void> => {
  await openList(walker)
  await walker.page.locator(`.channel-link[href="/c/${channel}"]`).click()
  await walker.page.locator('.conversation h1 bdi').waitFor()
}

/** The first page, with a name that somebody has, and the way in. */
export const comeIn = async (walker: Walker): Promise<void> => {
  const { page, server, look, name } = walker
  await page.goto(server.url)
  const typed = page.getByRole('textbox', { name: say`Display name`, exact: true })
  await look('the first page')
  await typed.fill('bob')
  await button(page, say`Join`).click()
  await page.locator('[data-error="true"]').waitFor()
  await look('a name that is taken')
  await typed.fill('')
  await button(page, say`Join`).click()
  await page.getByText(say`Please type a name.`).waitFor()
  await look('no name')
  await typed.fill(name)
  await button(page, say`Join`).click()
  await page.getByRole('textbox', { name: say`Message ${'#general'}`, exact: true }).waitFor()
  await look('the welcome')
}

/** The list, and what opens from it. */
export const throughTheList = async (walker: Walker): Promise<void> => {
  const { page, look, name } = walker
  await openList(walker)
  await look('the list')
  await button(page, say`Create channel`).click()
  await look('creating a channel')
  const typed = dialog(walker).getByRole('textbox')
  await typed.fill('Design')
  await look('the name of a channel that is there')
  await typed.fill('no/such')
  await button(dialog(walker), say`Create`).click()
  await look('a name that no channel can have')
  await typed.fill(`of ${name}`)
  await look('the name of a new channel')
  await button(dialog(walker), say`Create`).click()
  await button(page, say`Copy link`).waitFor()
  await look('an empty channel')
  await button(page, say`Channel menu`).click()
  await look('the menu of a channel')
  await page.getByRole('menuitem', { name: say`Leave channel`, exact: true }).click()
  await page.locator('.undo p').waitFor()
  await look('a channel that was left')
}

/** What is about oneself. */
export const throughOneself = async (walker: Walker): Promise<void> => {
  const { page, look } = walker
  await openList(walker)
  await button(page, say`Profile`).click()
  await look('the profile')
  await button(dialog(walker), say`Sign out`).click()
  await look('signing out')
  await button(dialog(walker), say`Stay`).click()
  await button(dialog(walker), say`Preferences`).click()
  await page.locator('.preference').first().waitFor()
  await look('the preferences')
  await page.getByRole('radiogroup', { name: say`Theme`, exact: true }).getByText(say`Dark`, { exact: true }).click()
  await page.locator('.preference-said:not(:empty)').waitFor()
  await look('a preference that was saved')
  await page.keyboard.press('Escape')
  await closeList(walker)
  await page.keyboard.press('Control+/')
  await dialog(walker).locator('.shortcut').first().waitFor()
  await look('the shortcuts')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await dialog(walker).waitFor()
  await look('going to a channel')
  await page.keyboard.type('nowhere')
  await page.getByRole('option').filter({ hasText: '#nowhere' }).waitFor()
  await look('going to a channel that there is not')
  await page.keyboard.press('Escape')
}

/** What was said, and what can be done with it. */
export const throughMessages = async (walker: Walker): Promise<void> => {
  const { page, look, channels, bob } = walker
  await goTo(walker, channels.design)
  await article(walker, 'The last.').waitFor()
  await look('a channel that one is not in')
  await button(page, say`Join ${'#design'}`.replace(/[\u2068\u2069]/g, '')).click()
  await field(walker).fill('Mine')
  await page.keyboard.press('Enter')
  await article(walker, 'Mine').and(page.locator('[data-seq]')).waitFor()
  const seq = Number(await article(walker, 'Mine').getAttribute('data-seq'))
  for (const emoji of ['+1', 'tada']) await bob.ask('reaction.add', { channel: channels.design, seq, name: emoji })
  await article(walker, 'Mine').locator('.chip[data-name="tada"]').waitFor()
  await article(walker, 'Mine').focus()
  await button(article(walker, 'Mine'), say`More actions`).waitFor()
  await look('what is done most with a message')
  await button(article(walker, 'Mine'), say`More actions`).click()
  await look('all that can be done with a message')
  await page.getByRole('menuitem', { name: say`Who reacted`, exact: true }).click()
  await look('who reacted')
  await page.keyboard.press('Escape')
  await article(walker, 'Mine').focus()
  await page.keyboard.press('e')
  await page.locator('.message-editor textarea').fill('Mine, with more')
  await look('editing a message')
  await page.keyboard.press('Enter')
  await page.locator('.message-edited').last().click()
  await dialog(walker).locator('ins').waitFor()
  await look('what a message was before')
  await page.keyboard.press('Escape')
  await article(walker, 'Mine').focus()
  await page.keyboard.press('Delete')
  await look('deleting a message')
  await page.keyboard.press('Escape')
}

/** Writing, and what helps with it. */
export const throughWriting = async (walker: Walker): Promise<void> => {
  const { page, look, channels, bob } = walker
  await goTo(walker, channels.talk)
  await field(walker).fill('Here I am.')
  await page.keyboard.press('Enter')
  await article(walker, 'Here I am.').and(page.locator('[data-seq]')).waitFor()
  await button(page, say`Formatting`).click()
  await button(page, say`Preview`).click()
  await look('the formats, and a preview')
  await button(page, say`Formatting`).click()
  await field(walker).pressSequentially('@b')
  await page.locator('.suggestion').first().waitFor()
  await look('people to be named')
  await field(walker).fill('')
  await field(walker).pressSequentially('/')
  await page.locator('.suggestion').first().waitFor()
  await look('commands that are typed')
  await field(walker).fill('')
  await button(page, say`Emoji`).click()
  await page.locator('.emoji-group').first().waitFor()
  await look('the emoji')
  await page.keyboard.type('no such emoji')
  await page.locator('.emoji-note').waitFor()
  await look('no emoji')
  // The first Esc empties the search.
  await page.keyboard.press('Escape')
  if (await dialog(walker).isVisible()) await page.keyboard.press('Escape')
  await dialog(walker).waitFor({ state: 'detached' })
  await field(walker).fill('x'.repeat(39_990))
  await look('ten characters left')
  await field(walker).fill('x'.repeat(40_010))
  await look('a text that is too long')
  await field(walker).fill('')
  await bob.ask('typing', { channel: channels.talk })
  await page.locator('.typing bdi').waitFor()
  await look('somebody who types')
  await page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event('blur'))
  })
  await bob.say(
    channels.talk,
    Array.from({ length: 40 }, (_, at) => `News ${at}`),
  )
  await page.locator('.news-bar').waitFor()
  await look('news')
}

/** What does not work. */
export const throughTrouble = async (walker: Walker): Promise<void> => {
  const { page, look, server, wire, channels } = walker
  for (const path of ['/c/nowhere', `/c/${channels.talk}/999999`]) {
    await page.goto(server.url + path)
    await page.locator('.not-found-title, .notice').waitFor()
    await look(`nothing at ${path}`)
  }
  wire.refusal = { code: 'not_a_member', message: 'You are not a member of this channel.' }
  wire.refused = ['message.post', 'channel.leave']
  await field(walker).fill('Not to be sent')
  await page.keyboard.press('Enter')
  await page.locator('.message-failed').waitFor()
  await look('a message that was refused')
  await button(page, say`Channel menu`).click()
  await page.getByRole('menuitem', { name: say`Leave channel`, exact: true }).click()
  await dialog(walker).waitFor()
  await look('a channel that cannot be left')
  await page.keyboard.press('Escape')
  wire.refused = []
  await page.context().setOffline(true)
  await wire.cut()
  await page.locator('.status-line').waitFor()
  await field(walker).fill('This waits.')
  await page.keyboard.press('Enter')
  await page.locator('.message-waiting').waitFor()
  await look('without a network')
  await openList(walker)
  await button(page, say`Profile`).click()
  await until(async () => (await dialog(walker).locator('.dialog-note').count()) > 0, { what: 'what is unsent' })
  await look('the profile, with something unsent')
  await page.context().clearCookies()
  await page.context().setOffline(false)
  wire.mode = 'through'
  await page.locator('.not-sent').waitFor()
  await look('signed out, with something unsent')
}

/** A channel of a few, and everything that is decided about it. */
export const throughRooms = async (walker: Walker): Promise<void> => {
  const { page, look, name } = walker
  await openList(walker)
  await button(page, say`Create channel`).click()
  await dialog(walker).getByRole('textbox').fill(`few of ${name}`)
  await dialog(walker).getByRole('checkbox').check()
  await look('creating a private channel')
  await button(dialog(walker), say`Create`).click()
  await button(page, say`Channel details`).click()
  await dialog(walker).locator('.details-panel').waitFor()
  await look('what a channel is about')
  await dialog(walker).getByRole('tab', { name: say`Members`, exact: true }).click()
  await button(dialog(walker), say`Add people`).click()
  await dialog(walker).getByRole('combobox').fill('bob')
  await dialog(walker).getByRole('option').first().click()
  await look('people to be added')
  await button(dialog(walker), say`Add`).click()
  await button(dialog(walker), say`Remove ${'Bob'}`).waitFor()
  await look('the members of a channel')
  await dialog(walker).getByRole('tab', { name: say`Settings`, exact: true }).click()
  await look('the settings of a channel')
  await button(dialog(walker), say`Archive channel`).click()
  await button(dialog(walker), say`Unarchive channel`).waitFor()
  await look('the settings of an archived channel')
  await page.keyboard.press('Escape')
  await look('an archived channel, and what happened to it')
  await button(page, say`Channel menu`).click()
  await page.getByRole('menuitem', { name: say`Leave channel`, exact: true }).click()
  await dialog(walker).waitFor()
  await look('leaving a private channel')
  await page.keyboard.press('Escape')
}

/** Somebody else, and what is said to them alone. */
export const throughPeople = async (walker: Walker): Promise<void> => {
  const { page, look, channels } = walker
  await openList(walker)
  await button(page, say`Browse channels`).click()
  await dialog(walker).locator('input').first().waitFor()
  await look('all channels')
  await page.keyboard.press('Escape')
  await openList(walker)
  await button(page, say`New message`).click()
  await look('a new message')
  await dialog(walker).getByRole('combobox').fill('bob')
  await dialog(walker).getByRole('option').first().waitFor()
  await look('to whom it is')
  await page.keyboard.press('Escape')
  if (await dialog(walker).isVisible()) await page.keyboard.press('Escape')
  await closeList(walker)
  await goTo(walker, channels.design)
  await page.locator('.message-head [data-user]').first().click()
  await dialog(walker).waitFor()
  await look('somebody else')
  await button(dialog(walker), say`Message`).click()
  await dialog(walker).waitFor({ state: 'detached' })
  await field(walker).waitFor()
  await look('what is said to one alone')
}
