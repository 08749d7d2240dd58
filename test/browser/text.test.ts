import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, log, overflow, PATIENCE, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let complaints: string[]
let me: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await join(server.url, 'Ada'))
  me = await page.evaluate(async () => (await (await fetch('/auth/session')).json()).user.id)
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

let count = 0

/** Opens a new channel in which Bob has said this, and answers its newest line. */
const read = async (text: string | ((channel: string) => string), before: string[] = []): Promise<Locator> => {
  count += 1
  const name = `texts-${count}`
  const channel = await bob.create(name)
  await bob.say(channel, [...before, typeof text === 'string' ? text : text(channel)])
  await page.goto(`${server.url}/c/${channel}`)
  await composer(page, name).waitFor()
  const line = log(page).locator('article[data-seq]').last()
  await line.waitFor()
  return line
}

const widths = [360, 1440]

const MARKDOWN = `# Plan

**bold**, *italic*, ~~gone~~ and \`code\`
second line

- one
  - deeper
- [x] done
- [ ] open

> said before

---

| Fruit | Count |
|---|---:|
| Pears | 12 |

\`\`\`ts
const a = '${'x'.repeat(300)}'
\`\`\``

test('[TEXT-1] Markdown is drawn as what it means, at every width', async () => {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const line = await read(MARKDOWN)
    await line.getByRole('heading', { name: 'Plan', exact: true }).waitFor()
    for (const element of ['strong', 'em', 's', 'p > code', 'ul ul', 'blockquote', 'hr', 'td', 'pre code'])
      expect([element, (await line.locator(element).count()) > 0]).toEqual([element, true])
    expect(await line.locator('p', { hasText: 'second line' }).innerText()).toBe(
      'bold, italic, gone and code\nsecond line',
    )
    const [done, open] = [
      line.getByRole('checkbox', { name: 'Done', exact: true }),
      line.getByRole('checkbox', { name: 'Not done', exact: true }),
    ]
    expect([await done.isChecked(), await done.isDisabled(), await open.isChecked()]).toEqual([true, true, false])
    expect(await overflow(page)).toBe(0)
    expect(await isWider(line.locator('pre'))).toBe(true)
  }
  expect(complaints).toEqual([])
})

/** What scrolls inside itself, and can be reached to do so by keyboard. */
const isWider = (part: Locator): Promise<boolean> =>
  part.evaluate(one => one.scrollWidth > one.clientWidth && one instanceof HTMLElement && one.tabIndex === 0)

test('[TEXT-1] a table of 300 columns scrolls inside itself', async () => {
  const row = (cell: string) => `|${cell.repeat(300)}\n`
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const line = await read(row('head|') + row('---|') + row('cell|'))
    const table = line.getByRole('region', { name: 'Table', exact: true })
    await table.waitFor()
    expect(await table.getByRole('columnheader').count()).toBe(300)
    expect(await isWider(table)).toBe(true)
    expect(await overflow(page)).toBe(0)
    await table.focus()
    await page.keyboard.press('ArrowRight')
    await until(() => table.evaluate(one => one.scrollLeft > 0), { what: 'the table to scroll by key' })
  }
})

test('[TEXT-1] code is copied as it was written', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const line = await read('```\n  let a = 1 < 2\n\n*b*\n```')
  await line.getByRole('button', { name: 'Copy code', exact: true }).click()
  await line.getByRole('button', { name: 'Code copied', exact: true }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('  let a = 1 < 2\n\n*b*')
})

test('[TEXT-1] a text is copied as it was typed, or as it reads', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const line = await read(`**Hello** <@${me}>\n- one`)
  for (const [action, copied] of [
    ['Copy text', `**Hello** <@${me}>\n- one`],
    ['Copy as plain text', 'Hello @Ada\n• one'],
  ] as const) {
    await line.click({ button: 'right', position: { x: 120, y: 35 } })
    await page.getByRole('menuitem', { name: action, exact: true }).click()
    await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === copied, { what: action })
  }
})

/** On a busy machine a worker may be ended that would have been done at once: then another text tries again. */
const readColoured = async (code: (attempt: number) => string): Promise<Locator> => {
  for (let attempt = 1; ; attempt += 1) {
    const line = await read(code(attempt))
    const isColoured = await line
      .locator('[data-code]')
      .first()
      .waitFor({ timeout: 4000 })
      .then(
        () => true,
        () => false,
      )
    if (isColoured || attempt === 5) return line
  }
}

test('[TEXT-1] code has the colours of its language, readable in light and dark, and keeps its height', async () => {
  const code = 'const answer: number = 42 // why\nreturn `a` + "b"'
  const line = await readColoured(attempt => `\`\`\`ts\n${code}${attempt}\n\`\`\``)
  const kinds = await line.locator('[data-code]').evaluateAll(all => all.map(one => (one as HTMLElement).dataset.code))
  expect(kinds).toContainValues(['keyword', 'number', 'comment', 'string'])
  expect(await line.locator('code').innerText()).toStartWith(code)
  const height = (part: Locator) => part.evaluate(one => one.getBoundingClientRect().height)
  const plain = await read(`\`\`\`\n${code}1\n\`\`\``)
  expect(await height(plain.locator('figure'))).toBe(
    await height((await readColoured(() => `\`\`\`ts\n${code}1\n\`\`\``)).locator('figure')),
  )
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const diff = await readColoured(attempt => everyKind(attempt))
    expect(await worstContrast(diff)).toBeGreaterThanOrEqual(4.5)
  }
  expect(complaints).toEqual([])
})

const everyKind = (attempt: number): string =>
  `\`\`\`diff\n+ added ${attempt}\n- removed\n@@ meta @@\n\`\`\`\n\`\`\`py\n@decorated\nclass A(str):\n  # why ${attempt}\n  def b(self): return len('c') + 1\n\`\`\`\n\`\`\`css\n.a { color: red }\n\`\`\``

/** The least contrast of coloured code against what it stands on, by the numbers that the browser draws with. */
const worstContrast = (line: Locator): Promise<number> =>
  line.evaluate(one => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    const luminance = (colour: string): number => {
      if (canvas === null) return 0
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(part => {
        const share = part / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    return Math.min(
      ...[...one.querySelectorAll('[data-code], figcaption, code')].map(part => {
        const ground = luminance(getComputedStyle(part.closest('figure') ?? part).backgroundColor)
        const ink = luminance(getComputedStyle(part).color)
        return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
      }),
    )
  })

test('[TEXT-1] code that takes too long has no colours, and what comes after it has', async () => {
  const line = await read(`\`\`\`java\n${'a'.repeat(19_000)}\n\`\`\``)
  await line.locator('pre').waitFor()
  await (await readColoured(attempt => `\`\`\`js\nlet a = ${attempt}\n\`\`\``))
    .locator('[data-code="keyword"]')
    .waitFor()
  expect(complaints).toEqual([])
})

test('[TEXT-1] a text stands in the same place and height before and after its marks are understood', async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  const text = 'First **bold** line\n\n- one\n- two\n\n```\na\nb\n```\n> quoted\n\nlast'
  // Somebody else's page, which gets no parser until it is let through.
  const late = await join(server.url, 'Eve', { viewport: { width: 1440, height: 900 } })
  let release = () => {}
  const gate = new Promise<void>(resolve => (release = resolve))
  await late.page.route('**/assets/formatted-*.js', async route => {
    await gate
    await route.continue()
  })
  await say(late.page, 'general', text)
  const line = log(late.page).locator('article[data-seq]').last()
  const words = line.locator('.message-text')
  // Until it has its number the last one that has is another message.
  await until(async () => (await words.innerText()) === text, { what: 'the text as it was written' })
  const before = await words.evaluate(one => one.getBoundingClientRect().height)
  release()
  await line.locator('pre').waitFor()
  const after = await words.evaluate(one => one.getBoundingClientRect().height)
  expect(Math.abs(after - before)).toBeLessThanOrEqual(2)
})

test('[TEXT-2] people and channels have their names of today, and what is unknown is quiet', async () => {
  const line = await read(channel => `<@${me}> in <#${channel}> with <@U0NOBODY00> and \`<@${me}>\``)
  const channel = `#texts-${count}`
  await until(async () => (await line.locator('p').innerText()).startsWith(`@Ada in ${channel} with @… and`), {
    what: 'the names',
  })
  expect(await line.locator('code').innerText()).toBe(`<@${me}>`)
  const link = line.getByRole('link', { name: channel, exact: true })
  expect(new URL(page.url()).pathname).toBe((await link.getAttribute('href')) ?? '')
  expect(await line.getAttribute('data-mentions-me')).toBe('true')
  const other = await read('Hello <@U0NOBODY00> and `<!channel>`')
  expect(await other.getAttribute('data-mentions-me')).toBeNull()
})

test('[FAULTS 12] each line has the direction of its own first letter', async () => {
  const line = await read('Hello team:\nשלום עולם!')
  const [hello, shalom] = await line.locator('p').evaluate(one => {
    const lefts = (from: number, to: number) => {
      const range = document.createRange()
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) if ((walker.currentNode as Text).length > 5) break
      range.setStart(walker.currentNode, from)
      range.setEnd(walker.currentNode, to)
      const box = range.getBoundingClientRect()
      return { left: box.left - one.getBoundingClientRect().left, right: one.getBoundingClientRect().right - box.right }
    }
    return [lefts(0, 11), lefts(12, 22)]
  })
  expect([hello?.left, shalom?.right].map(gap => Math.round(gap ?? 99))).toEqual([0, 0])
})

test('[FAULTS 2] a text of marks, or of letters without spaces, is drawn in small parts, and all of it is there', async () => {
  for (const text of [
    `Z${'\u0301'.repeat(39_999)}`,
    'สวัสดี'.repeat(6_600),
    'aب'.repeat(20_000),
    '👩\u200d'.repeat(13_000),
  ]) {
    const line = await read(text)
    const parts = await line.locator('p').evaluate(one => {
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
      const lengths: number[] = []
      while (walker.nextNode()) lengths.push((walker.currentNode as Text).length)
      return { longest: Math.max(...lengths), text: one.textContent }
    })
    expect(parts.text?.normalize('NFC') === text.normalize('NFC')).toBe(true)
    expect(parts.longest).toBeLessThanOrEqual(501)
  }
})

test('[S-28] a link that looks like another address shows the real one', async () => {
  const line = await read(
    '[https://bank.example](https://evil.example/x), [here](https://a.example/) and [no](javascript:alert(1))',
  )
  const link = line.getByRole('link', { name: 'https://bank.example (evil.example)', exact: true })
  await link.waitFor()
  expect(await link.getAttribute('href')).toBe('https://evil.example/x')
  expect(await line.getByRole('link', { name: 'here', exact: true }).getAttribute('title')).toBe('https://a.example/')
  expect(await line.locator('p').innerText()).toEndWith('and [no](javascript:alert(1))')
  expect(complaints).toEqual([])
})

test('one to three emoji alone are large', async () => {
  const size = async (text: string) =>
    Number.parseFloat(await (await read(text)).locator('p').evaluate(one => getComputedStyle(one).fontSize))
  const [alone, three, four] = [await size('🎉'), await size('👍🏽 👩‍👩‍👧 🇩🇪'), await size('🎉🎉🎉🎉')]
  expect([alone > 24, three === alone, four < alone]).toEqual([true, true, true])
})

test('long texts with marks fold, and are there as a whole when wanted', async () => {
  const line = await read(`**long**\n\n${'- item\n'.repeat(60)}`)
  const words = line.locator('.message-text')
  await words.locator('li').last().waitFor({ state: 'attached' })
  const folded = await words.evaluate(one => one.getBoundingClientRect().height)
  await line.getByRole('button', { name: 'Show more', exact: true }).click()
  await until(() => words.evaluate((one, before) => one.getBoundingClientRect().height > 2 * before, folded), {
    what: 'the whole text',
  })
  expect(await words.locator('li').count()).toBe(60)
})

test('a text of ten thousand spans of code is drawn by and by: folded it keeps its height, unfolded its beginning stays', async () => {
  // Enough above it for it to have room to move.
  const above = Array.from({ length: 40 }, (_, at) => `above ${at}`)
  const line = await read(`Begin ${'`a` '.repeat(9980)}the end`, above)
  const words = line.locator('.message-text')
  const height = () => words.evaluate(one => one.getBoundingClientRect().height)
  await words.locator('code').first().waitFor()
  const folded = await height()
  const before = await words.locator('code').count()
  expect(before).toBeLessThan(9980)
  await until(async () => (await words.locator('code').count()) === 9980, { what: 'all spans' })
  expect(await height()).toBe(folded)
  // Who hears the page hears all of it.
  expect(await words.textContent()).toContain('the end')
  const top = (await line.boundingBox())?.y
  await line.getByRole('button', { name: 'Show more', exact: true }).click()
  const end = words.getByText('the end')
  await until(async () => (await end.isVisible()) && (await height()) > 10 * folded, { what: 'the whole text' })
  expect((await line.boundingBox())?.y).toBe(top)
  await line.getByRole('button', { name: 'Show less', exact: true }).click()
  await until(async () => (await height()) === folded, { what: 'the text folded again' })
})

test('an edit of a long text that is unfolded is drawn portion by portion, and leaves alone what says the same', async () => {
  const long = (begin: string, end: string) => `${begin} ${'`a` '.repeat(9000)}${end}`
  const line = await read(long('Begin', 'the end'))
  const made = count
  const words = line.locator('.message-text')
  await line.getByRole('button', { name: 'Show more', exact: true }).click()
  const end = words.getByText('the end')
  await until(() => end.isVisible(), { what: 'the whole text' })
  const portions = words.locator('.text-portion')
  const all = await portions.count()
  expect(all).toBeGreaterThan(4)
  await words.evaluate(one => {
    for (const code of one.querySelectorAll('code')) code.dataset.kept = ''
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const text = one.textContent ?? ''
      seen.push(`${text.startsWith('Start') ? 'new' : 'old'} ${text.endsWith('an end.') ? 'new' : 'old'}`)
    }).observe(one, { childList: true, characterData: true, subtree: true })
  })
  const seq = Number(await line.getAttribute('data-seq'))
  await bob.ask('message.edit', { channel: `#texts-${made}`, seq, text: long('Start', 'an end.') })
  await words.getByText('an end.').waitFor()
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  expect(seen[0]).toBe('new old')
  expect(seen.at(-1)).toBe('new new')
  expect(await portions.count()).toBe(all)
  // Those between the first and the last portion are the very elements that stood there before.
  const kept = await words.locator('code[data-kept]').count()
  expect(kept).toBeGreaterThan(9000 - 2 * 1000)
  expect(await words.locator('code').count()).toBe(9000)
})
