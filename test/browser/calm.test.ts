import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, log, message, PATIENCE, type Person } from './people.ts'
import { drawn } from './sound.ts'
import { type Joined, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Joined

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

/** What moved on the page although nobody had touched it, each as the browser saw it; what was animated. */
interface Noted {
  /** What was going on. */
  during: string
  shifts: string[]
  animations: string[]
}

/** Notes what moves from the frame on in which the conversation stands with its field; before it there is nothing to read. */
const watchFor = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const noted: Noted = { during: 'the loading', shifts: [], animations: [] }
    Object.assign(window, { noted })
    let stands = Number.POSITIVE_INFINITY
    const look = () => {
      if (document.querySelector('.composer') === null) requestAnimationFrame(look)
      else requestAnimationFrame(() => (stands = performance.now()))
    }
    look()
    const of = (node: Node | null | undefined): string =>
      node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.textContent)
    const growsInPlace = (a: DOMRect, b: DOMRect): boolean =>
      a.y === b.y && a.height === b.height && Math.abs(a.x + a.width / 2 - b.x - b.width / 2) < 1
    const boxOf = ({ x, y, width, height }: DOMRect): string => `${x},${y} ${width}×${height}`
    type Shift = PerformanceEntry & {
      hadRecentInput: boolean
      sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[]
    }
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as Shift[]) {
        if (entry.hadRecentInput || entry.startTime <= stands) continue
        // What had no size before has appeared, and not moved; nor has a button that counts from 1 to 2 about its middle.
        for (const { node, previousRect: from, currentRect: to } of entry.sources.filter(
          ({ previousRect, currentRect }) =>
            previousRect.width * previousRect.height > 0 && !growsInPlace(previousRect, currentRect),
        ))
          noted.shifts.push(`${noted.during}: ${of(node)} from ${boxOf(from)} to ${boxOf(to)}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
    // One that takes no time is told as well, and seen by nobody.
    const takesTime = (one: Animation): boolean => Number(one.effect?.getComputedTiming().duration) > 1
    for (const kind of ['animationstart', 'transitionrun'])
      addEventListener(
        kind,
        ({ target }) => {
          if (!(target instanceof Element) || !target.getAnimations().some(takesTime)) return
          noted.animations.push(`${kind} of ${of(target)}`)
        },
        true,
      )
  })
  await page.reload()
}

const noted = (page: Page): Promise<Noted> => page.evaluate(() => (window as unknown as { noted: Noted }).noted)

/** Where what is drawn stands: of the lines on the screen, the field, the header and the list. */
const places = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const found: Record<string, string> = {}
    const all = document.querySelectorAll('article[data-seq], .composer, main > header, nav a')
    for (const [at, one] of [...all].entries()) {
      const { x, y, width, height } = one.getBoundingClientRect()
      const name = one.getAttribute('data-seq') ?? `${one.tagName}.${one.className} ${at}`
      if (width > 0 && y >= 0 && y + height <= innerHeight) found[name] = `${x},${y} ${width}×${height}`
    }
    return found
  })

/** Does something, waits until it shows, and expects every place that was there before to be the same. */
const movesNothing = async (page: Page, what: string, act: () => Promise<unknown>): Promise<void> => {
  const before = await places(page)
  await page.evaluate(name => {
    const watched = window as unknown as { noted: Noted }
    watched.noted.during = name
  }, what)
  await act()
  await drawn(page)
  const after = await places(page)
  const moved = Object.keys(before).filter(name => after[name] !== undefined && after[name] !== before[name])
  expect([what, moved.map(name => `${name}: ${before[name]} → ${after[name]}`)]).toEqual([what, []])
}

const seqOf = async (page: Page, text: string): Promise<number> =>
  Number(await message(page, text).getAttribute('data-seq'))

/** Somebody reads in the middle of a channel while others live in it. */
const reads = async (width: number): Promise<Person & { name: string; channel: string }> => {
  const name = `calm-${width}`
  const channel = await bob.create(name)
  await bob.say(
    channel,
    Array.from({ length: 60 }, (_, at) => `line ${at}`),
  )
  const person = await join(server.url, `Ada ${width}`, { viewport: { width, height: 700 } })
  await person.page.goto(`${server.url}/c/${channel}`)
  await person.page.getByRole('button', { name: `Join #${name}`, exact: true }).click()
  await person.page.getByText(`You are not in #${name}.`).waitFor({ state: 'detached' })
  return { ...person, name, channel }
}

test.each([360, 1440])('at %d px nothing moves but by one’s own doing', async width => {
  const { page, complaints, channel } = await reads(width)
  await watchFor(page)
  await message(page, 'line 59').waitFor()
  // What is fetched late is there: styles, the tools of messages and of the field.
  await until(() => page.evaluate(() => [...document.styleSheets].length > 1), { what: 'the late styles' })
  await page.waitForLoadState('networkidle')
  await drawn(page)
  const { shifts: first } = await noted(page)
  // On a narrow screen the field is a line too high in its first frame. Channels that one is not in are told after the
  // first drawing, and what stands below them in the list makes room. There is nothing else.
  const known = (shift: string) => shift.includes('NAV.list-next')
  expect(first.filter(shift => !known(shift)).slice(width === 360 ? 1 : 0)).toEqual([])

  await movesNothing(page, 'hover', async () => {
    for (const text of ['line 59', 'line 58', 'line 55']) await message(page, text).hover()
    await page.getByRole('button', { name: 'Channel menu', exact: true }).hover()
    await page.getByRole('button', { name: 'Emoji', exact: true }).hover()
  })
  await movesNothing(page, 'focus', async () => {
    await composer(page, `calm-${width}`).focus()
    for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+Tab')
    for (let step = 0; step < 12; step++) await page.keyboard.press('Tab')
  })
  await movesNothing(page, 'somebody types', async () => {
    await bob.ask('typing', { channel })
    await page.getByText('Bob is typing', { exact: true }).waitFor()
  })
  await movesNothing(page, 'somebody comes and goes', async () => {
    const cleo = await speaker(server, `Cleo ${width}`)
    await cleo.join(channel)
    cleo.close()
  })
  const last = await seqOf(page, 'line 59')
  await movesNothing(page, 'an emoji on a line far above', async () => {
    await bob.ask('reaction.add', { channel, seq: last - 55, name: 'tada' })
  })

  // Above the end: what comes below does not move what is read.
  await log(page).evaluate(box => box.scrollBy({ top: -600 }))
  await message(page, 'line 40').waitFor()
  await drawn(page)
  await movesNothing(page, 'messages that arrive below', async () => {
    await bob.say(channel, ['new one', 'new two', `${'long '.repeat(300)}`])
    await page.getByRole('button', { name: /new/ }).first().waitFor()
  })
  expect((await noted(page)).shifts.slice(first.length)).toEqual([])
  // What grows above is made up for by scrolling: here the places count, since the browser counts the way to them as well.
  await movesNothing(page, 'an edit and an emoji above what is read', async () => {
    const above = last - 45
    await bob.ask('reaction.add', { channel, seq: above, name: 'rocket' })
    await bob.ask('message.edit', { channel, seq: above - 1, text: `a\nb\nc\nd` })
    await until(async () => (await message(page, 'line 13').count()) === 0, { what: 'the edit' })
  })
  expect(complaints).toEqual([])
  await page.context().close()
})

test('who wants less motion sees none', async () => {
  const { page, name, channel } = await reads(700)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await watchFor(page)
  await message(page, 'line 59').hover()
  await bob.say(channel, ['arrives'])
  await message(page, 'arrives').waitFor()
  await composer(page, name).fill('said')
  await page.keyboard.press('Enter')
  await message(page, 'said').waitFor()
  await page.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await page.getByRole('menu', { name: 'Channel menu', exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await page.getByRole('dialog', { name: 'Emoji', exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 360, height: 700 })
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await page.getByRole('navigation', { name: 'Channels', exact: true }).waitFor()
  await drawn(page)
  expect((await noted(page)).animations).toEqual([])
  await page.context().close()
})
