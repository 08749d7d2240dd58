import type { BrowserContext, Page } from 'playwright-core'
import { switchTo } from './switches.ts'

/** So many messages fill the screen; the page, too, draws no more of them at first. */
const SCREENFUL = 36

/** What stands in a page without any program of it: its text, and its conversation alone. */
export type Still = { whole: string; conversation: string }

/** As it looks now, with one screenful of messages. */
export const stillOf = (page: Page): Promise<Still> =>
  page.evaluate(screenful => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement
    for (const script of copy.querySelectorAll('script')) script.remove()
    for (const line of [...copy.querySelectorAll('article')].slice(0, -screenful)) line.remove()
    return { whole: copy.outerHTML, conversation: copy.querySelector('main')?.innerHTML ?? '' }
  }, SCREENFUL)

/**
 * The least that a switch can cost in this browser: the same click in the same page, which puts the next conversation
 * there as a finished text. Answers a switch from `before` to `after`, milliseconds.
 */
export const plainSwitches = async (context: BrowserContext, url: string, before: Still): Promise<PlainSwitch> => {
  const page = await context.newPage()
  const path = `${url}/still`
  await page.route(path, route => route.fulfill({ contentType: 'text/html', body: before.whole }))
  await page.goto(path)
  await page.evaluate(swapOnClick)
  return async (after, name) => {
    await page.evaluate(text => Object.assign(globalThis, { next: text }), after.conversation)
    return switchTo(page, name)
  }
}

/** Puts a conversation in the place of another by a click on the channel of that name, milliseconds. */
export type PlainSwitch = (after: Still, name: string) => Promise<number>

/** In the page. */
function swapOnClick(): void {
  addEventListener('click', event => {
    event.preventDefault()
    const main = document.querySelector('main')
    if (main === null) return
    main.innerHTML = String((globalThis as { next?: string }).next)
    const log = main.querySelector('[role="log"]')
    log?.scrollTo(0, log.scrollHeight)
  })
}
