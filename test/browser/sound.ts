import { expect } from 'bun:test'
import type { Page } from 'playwright-core'
import { overflow } from './people.ts'

const axeSource = await Bun.file(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir)).text()

/** Waits until the page has drawn what it has to draw after it got another size or other colours. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** What axe-core finds, small things too, one line for each. `leftOut`: selectors of parts that are not looked at. */
export const findings = async (page: Page, leftOut: readonly string[] = []): Promise<string[]> => {
  // Handed over by the debugger: the content policy would let no foreign script in.
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: `if (!window.axe) { ${axeSource} }` })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run({ include: [['html']], exclude: ${JSON.stringify(leftOut.map(part => [part]))} }, { resultTypes: ['violations'] })
      .then(({ violations }) => JSON.stringify(violations
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return JSON.parse(String(result.value)) as string[]
}

/** What sticks out of its own box, sideways or into its neighbours; one line for each. */
export const strays = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const inside = (part: Element, whole: Element, what: string) => {
      const style = getComputedStyle(part)
      // What is not laid out because it is off the screen has no place yet.
      const isLaidOut = part.checkVisibility({ contentVisibilityAuto: true })
      if (part.closest('.unseen') !== null || style.visibility === 'hidden' || !isLaidOut) return
      const a = part.getBoundingClientRect()
      const b = whole.getBoundingClientRect()
      if (a.width === 0 || b.width === 0) return
      const out = Math.max(b.left - a.left, a.right - b.right, b.top - a.top, a.bottom - b.bottom)
      if (out > 1) found.push(`${what} by ${Math.round(out)} px: ${part.textContent?.slice(0, 40)}`)
    }
    const log = document.querySelector('[role="log"]')
    for (const line of document.querySelectorAll('article')) {
      if (log !== null && line.getBoundingClientRect().right > log.getBoundingClientRect().right + 1)
        found.push(`a message is wider than the log: ${line.textContent?.slice(0, 40)}`)
      if (line.scrollWidth > line.clientWidth + 1) found.push(`a message is cut: ${line.textContent?.slice(0, 40)}`)
      for (const part of line.querySelectorAll('header, .message-author, .face, .button'))
        inside(part, line, 'a part of a message')
      for (const text of line.querySelectorAll('.message-text:not([data-folded="true"])')) {
        inside(text, line, 'a text')
        for (const link of text.querySelectorAll('a:not(.text-table a)')) inside(link, text, 'a link')
      }
    }
    const lines = [...document.querySelectorAll('article')]
    for (const [at, line] of lines.entries()) {
      const next = lines[at + 1]
      if (next !== undefined && line.getBoundingClientRect().bottom > next.getBoundingClientRect().top + 1)
        found.push(`a message covers the next: ${line.textContent?.slice(0, 40)}`)
    }
    for (const name of [...document.querySelectorAll('.me-name, h1 bdi, .channel-name')].slice(0, 300)) {
      const whole = name.closest('a, footer, h1')
      if (whole !== null) inside(name, whole, 'a name')
    }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
      found.push('the page scrolls sideways')
    return found
  })

/** In both themes, on a phone and on a wide screen: nothing sticks out, and axe finds nothing. */
export const looksRight = async (page: Page): Promise<void> => {
  for (const [width, height] of [
    [360, 740],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await drawn(page)
      expect([width, colorScheme, await findings(page)]).toEqual([width, colorScheme, []])
    }
    expect([width, await overflow(page)]).toEqual([width, 0])
  }
}
