import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { freshPage } from '../support/chromium.ts'
import { patience } from '../support/pace.ts'
import { RETURN_MS, until } from '../support/wait.ts'

/** For a whole test, milliseconds. A step that is never reached fails by itself after 10 s, and says what it waited for. */
export const PATIENCE = patience(2 * RETURN_MS + 30_000)

/** Somebody at a browser of their own. Everything below goes by what can be seen and heard: roles and names. */
export interface Person {
  page: Page
  /** What the page complained about: errors, and violations of its content policy. To be empty at the end. */
  complaints: string[]
}

type VisitOptions = BrowserContextOptions & { hosts?: string[] }

/** Opens the page in a fresh context, signed out. */
export const arrive = async (url: string, options: VisitOptions = {}): Promise<Person> => {
  const { page } = await freshPage({ locale: 'en-GB', ...options })
  page.setDefaultTimeout(patience(10_000))
  const complaints = listen(page)
  await page.goto(url)
  return { page, complaints }
}

/** Arrives, and joins under a name. */
export const join = async (url: string, name: string, options: VisitOptions = {}): Promise<Person> => {
  const person = await arrive(url, options)
  await joinAs(person.page, name)
  return person
}

/** The field of the first page. The profile, which is there until one is signed out, has one of the same name. */
export const nameField = (page: Page): Locator =>
  page
    .locator('form')
    .filter({ has: page.getByRole('button', { name: 'Join', exact: true }) })
    .getByRole('textbox', { name: 'Display name', exact: true })

/** Joins on the first page, which is open already. */
export const joinAs = async (page: Page, name: string): Promise<void> => {
  await nameField(page).fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(page, 'general').waitFor()
}

export const composer = (page: Page, channel: string): Locator =>
  page.getByRole('textbox', { name: `Message #${channel}`, exact: true })

export const log = (page: Page): Locator => page.getByRole('log', { name: 'Messages', exact: true })

/** The article that says exactly this. */
export const message = (page: Page, text: string): Locator =>
  log(page)
    .getByRole('article')
    .filter({ has: page.getByText(text, { exact: true }) })

export const channelLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Channels', exact: true }).getByRole('link', { name, exact: true })

export const goTo = async (page: Page, name: string): Promise<void> => {
  await channelLink(page, name).click()
  await composer(page, name).waitFor()
}

export const say = async (page: Page, channel: string, text: string): Promise<void> => {
  await composer(page, channel).fill(text)
  await composer(page, channel).press('Enter')
}

export const createChannel = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Create channel', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Create channel' })
  await dialog.getByRole('textbox', { name: 'Channel name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
}

export const leaveChannel = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Leave channel', exact: true }).click()
}

/** Whether one has a seat in the channel that is shown, and may give it up. */
export const canLeave = async (page: Page): Promise<boolean> => {
  await page.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await page.getByRole('menu', { name: 'Channel menu', exact: true }).waitFor()
  const count = await page.getByRole('menuitem', { name: 'Leave channel', exact: true }).count()
  await page.keyboard.press('Escape')
  return count > 0
}

/** In the open profile, by its two buttons. */
export const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out for good', exact: true }).click()
}

export const rename = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Profile' })
  await dialog.getByRole('textbox', { name: 'Display name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
}

/** The texts of all messages that are drawn, from top to bottom. */
export const texts = (page: Page): Promise<string[]> => log(page).getByRole('article').locator('p').allInnerTexts()

/** Waits until exactly these texts, and no others, are there in this order. */
export const seesExactly = async (page: Page, expected: readonly string[], timeout = 10_000): Promise<void> => {
  let seen: string[] = []
  await until(
    async () => {
      seen = await texts(page)
      return JSON.stringify(seen) === JSON.stringify(expected)
    },
    { timeout, what: `the messages ${JSON.stringify(expected)}` },
  ).catch(error => {
    throw new Error(`${error.message} Seen: ${JSON.stringify(seen)}`)
  })
}

/** How far the page can be scrolled sideways, in pixels: 0 where everything fits. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What the page complains about from now on. */
export const listen = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(String(error.stack ?? error)))
  page.on('dialog', dialog => complaints.push(`a dialog: ${dialog.message()}`))
  page.on('console', line => {
    // That there is no network is for the page to handle, and for the browser to note; so is a header that only https knows.
    if (
      line.type() === 'error' &&
      !/Failed to load resource|WebSocket connection|Opener-Policy header has been ignored/.test(line.text())
    ) {
      complaints.push(line.text())
    }
  })
  return complaints
}
