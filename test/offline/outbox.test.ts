import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { message, signOut, texts } from '../browser/people.ts'
import { seeded } from '../fire/random.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { until } from '../support/wait.ts'
import { type Away, numbered, sayAll, startAway } from './away.ts'
import { hears, tableSize } from './shell.ts'

setDefaultTimeout(patience(60_000))

/** What is written arrives this soon after the way is free again, milliseconds. */
const SOON = 10_000
const seeds = full ? [1, 2, 3] : [1]

let away: Away
/** Everything that #general has to show by now. */
const said: string[] = []
let page: Page

const cut = () => away.proxy.set('reset')
const mend = () => away.proxy.set('pass')

const written = async (texts: string[]) => {
  said.push(...texts)
  await sayAll(page, texts)
}

/** Another page in the place of the one that is gone. */
const comeBack = async () => {
  page = await away.tab()
}

/** How a page may fare with something unsent in it: `texts` in two parts, written before and after the middle of it. */
const fates: Record<string, (first: string[], second: string[], pause: () => Promise<void>) => Promise<void>> = {
  'the machine is offline': async (first, second, pause) => {
    await away.context.setOffline(true)
    await written(first)
    await pause()
    await written(second)
    await away.context.setOffline(false)
  },
  'the connection is cut': async (first, second, pause) => {
    await written(first)
    cut()
    await pause()
    await written(second)
    mend()
  },
  'the answer is lost after the commit': async (first, second, pause) => {
    away.proxy.set('mute-back')
    await written(first)
    await message(away.grace.page, first[0] ?? '').waitFor()
    await pause()
    cut()
    await written(second)
    mend()
  },
  'nothing arrives and nothing is said, until the network changes': async (first, second, pause) => {
    away.proxy.set('blackhole')
    await written(first)
    await pause()
    await written(second)
    mend()
    await page.evaluate(() => dispatchEvent(new Event('online')))
  },
  'the page crashes': async (first, second, pause) => {
    cut()
    await written(first)
    const cdp = await away.context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    cdp.send('Page.crash').catch(() => {})
    await crashed
    await page.close()
    await pause()
    mend()
    await comeBack()
    await written(second)
  },
  'the tab is discarded': async (first, second, pause) => {
    cut()
    await written(first)
    await page.close({ runBeforeUnload: false })
    await pause()
    mend()
    await comeBack()
    await written(second)
  },
  'the page is reloaded amid sending': async (first, second, pause) => {
    away.proxy.set('mute-back')
    await written(first)
    await pause()
    cut()
    mend()
    await page.reload()
    await written(second)
  },
  'the clock goes back an hour': async (first, second) => {
    cut()
    await written(first)
    await turnClock(-3_600_000)
    await written(second)
    mend()
    await page.reload()
  },
  'the clock goes on an hour': async (first, second) => {
    cut()
    await turnClock(3_600_000)
    await written(first)
    await page.reload()
    await written(second)
    mend()
  },
  'the server is killed': async (first, second, pause) => {
    await written(first)
    await away.server.kill9()
    await written(second)
    await pause()
    await away.server.restart()
  },
}

const turnClock = (by: number) =>
  page.evaluate(ms => {
    const { now } = Date
    Date.now = () => now() + ms
  }, by)

describe.each(seeds)('what is written arrives once, in order, and soon (seed %d)', seed => {
  beforeAll(async () => {
    away = await startAway()
    page = away.ada.page
    said.splice(0)
  })
  afterAll(async () => {
    await away.close()
  })
  const random = seeded(seed)
  const pause = () => Bun.sleep(random() * 300)
  for (const [fate, happen] of Object.entries(fates)) {
    test(fate, async () => {
      const count = 1 + Math.floor(random() * 4)
      await happen(numbered(`${seed}: ${fate}, early`, count), numbered(`${seed}: ${fate}, late`, 2), pause)
      await hears(away.grace.page, said, SOON)
      await hears(page, said, SOON)
      await until(async () => (await unsent()) === 0, { what: 'an empty outbox' })
    })
  }

  test('two hundred messages wait', async () => {
    cut()
    const many = numbered(`${seed}: one of many`, 200)
    said.push(...many)
    await page.evaluate(async texts => {
      const field = document.querySelector('.composer textarea') as HTMLTextAreaElement
      for (const text of texts) {
        field.value = text
        field.dispatchEvent(new Event('input', { bubbles: true }))
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
        await new Promise(resolve => setTimeout(resolve))
      }
    }, many)
    await page.reload()
    mend()
    const shown = said.slice(-40)
    for (const reader of [away.grace.page, page]) {
      await message(reader, shown.at(-1) ?? '').waitFor({ timeout: patience(3 * SOON) })
      expect((await texts(reader)).slice(-40)).toEqual(shown)
    }
  })

  test('nobody saw an error', () => {
    expect([...away.ada.complaints, ...away.grace.complaints]).toEqual([])
  })

  test('who signs out with something unsent is told, and it is discarded', async () => {
    cut()
    await sayAll(page, ['never to be said', 'nor this'])
    await page.getByRole('button', { name: 'Profile', exact: true }).click()
    await page.getByText('2 messages have not been sent yet. Signing out discards them.').waitFor()
    // Without the server it cannot be done, and so nothing is lost either.
    await signOut(page)
    await page.getByText('The server cannot be reached.').waitFor()
    mend()
    await page.getByRole('button', { name: 'Sign out for good', exact: true }).click()
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
  })
})

/** In this order: what moves from the one to the other meanwhile is counted twice, and never missed. */
const unsent = async () => {
  const early = await page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('flack.unsent') ?? '{}')).length)
  return early + (await tableSize(page, 'outbox'))
}
