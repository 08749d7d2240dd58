// How fast the page is there for somebody who was here before: from the start of the navigation to the newest message
// of the last channel on the screen. `bun bench/browser/warm.ts [loads]`
import type { Page } from 'playwright-core'
import { composer, message, say } from '../../test/browser/people.ts'
import { speaker } from '../../test/browser/speaker.ts'
import { kept } from '../../test/offline/shell.ts'
import { openProfile } from '../../test/support/chromium.ts'
import { temporaryFolder } from '../../test/support/leftovers.ts'
import { type Server, startServer } from '../../test/support/server.ts'
import { median } from '../statistics.ts'

const loads = Number(process.argv[2] ?? 9)
const MESSAGES = 300
const CHANNELS = 100
const LAST = 'the newest of them all'

const server = await startServer({ env: { FLACK_LIMITS: 'off' } })
await fill(server)
const profile = temporaryFolder('warm')
await visit(async page => {
  await page.goto(server.url)
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Ada')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(page, 'general').waitFor()
  await say(page, 'general', LAST)
  await message(page, LAST).waitFor()
  await kept(page)
})

console.log(
  `${MESSAGES} messages in the last channel, ${CHANNELS} channels, ${loads} loads; median (smallest to largest), ms`,
)
report('with the server', await visit(measured))
await server.stop()
report('without a server', await visit(measured))
report('without a server, in a browser just started', await fromTheStart())
process.exit(0)

async function fill(server: Server): Promise<void> {
  const somebody = await speaker(server, 'Somebody')
  for (let index = 1; index <= CHANNELS; index++) await somebody.create(`channel-${index}`)
  await somebody.say(
    '#general',
    Array.from({ length: MESSAGES }, (_, index) => `Message ${index}. ${'word '.repeat(20)}`),
  )
  somebody.close()
}

async function visit<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const context = await openProfile(profile)
  await context.addInitScript(watchFor, LAST)
  const page = await context.newPage()
  try {
    return await work(page)
  } finally {
    await context.close()
  }
}

/** One load after another in the same tab; the first one, which warms the browser itself, does not count. */
async function measured(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let load = 0; load <= loads; load++) {
    await page.goto(server.url)
    const time = await shownAfter(page)
    if (load > 0) times.push(time)
    await page.goto('about:blank')
  }
  return times
}

async function fromTheStart(): Promise<number[]> {
  const times: number[] = []
  for (let load = 0; load < loads; load++) {
    times.push(
      await visit(async page => {
        await page.goto(server.url)
        return shownAfter(page)
      }),
    )
  }
  return times
}

/** Waits in the page, since asking time and again would cost it time. */
function shownAfter(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as { shown?: Promise<number> }).shown ?? 0)
}

/** In the page: the time of the frame after the one in which the text was there, so that it has been painted. */
function watchFor(text: string): void {
  const shown = new Promise<number>(resolve => {
    const look = () => {
      const lines = document.querySelectorAll('[role="log"] article')
      if (lines[lines.length - 1]?.textContent?.includes(text) !== true) return requestAnimationFrame(look)
      return requestAnimationFrame(() => resolve(performance.now()))
    }
    requestAnimationFrame(look)
  })
  Object.assign(globalThis, { shown })
}

function report(what: string, times: number[]): void {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map(Math.round)
  console.log(`${what}: ${middle} (${least} to ${most})`)
}
