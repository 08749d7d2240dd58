import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { composer, createChannel, goTo, join, log, message, overflow, PATIENCE, type Person, say } from './people.ts'
import { speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

const TEXTS: Record<string, string> = {
  script: '<script>document.title = "owned"</script>',
  image: '<img src=x onerror="document.title=\'owned\'">',
  markup: '<b>bold</b> & &amp; </p></article> <a href="javascript:alert(1)">x</a>',
  scheme: 'javascript:document.title="owned" data:text/html,<script>1</script>',
  override: 'start \u202Egpj.exe\u202C end',
  hebrew: 'שלום עולם https://example.com/א',
  arabic: 'مرحبا بالعالم',
  family: '👩‍👩‍👧‍👦🏳️‍🌈',
  word: 'W'.repeat(3000),
  zalgo: `z${'\u0335\u0322\u0353'.repeat(40)}algo`,
  address: `https://example.com/${'path/'.repeat(200)}`,
  long: 'This line is long. '.repeat(2105).slice(0, 39_995),
}

let server: Server
let ada: Person
let bob: Awaited<ReturnType<typeof speaker>>

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, '<i>Bob</i> "\'&')
  const channel = await bob.create('sinks')
  for (const text of Object.values(TEXTS)) await bob.say(channel, [text])
  ada = await join(server.url, 'Ada', { viewport: { width: 360, height: 720 } })
  await ada.page.goto(`${server.url}/c/sinks`)
  await composer(ada.page, 'sinks').waitFor()
  await message(ada.page, TEXTS.script ?? '').waitFor()
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

test('[S-12] every text is shown as the characters that it has, at 360 px too, and nothing of it runs', async () => {
  const { page } = ada
  const shown = await log(page).getByRole('article').locator('p').allTextContents()
  expect(shown).toEqual(Object.values(TEXTS))
  expect(await overflow(page)).toBe(0)
  expect(await log(page).evaluate(box => box.scrollWidth - box.clientWidth)).toBe(0)
  expect(await page.title()).toBe('#sinks – Flack')
  expect(await log(page).locator('script, img, b, i:not([aria-hidden] i), iframe, object').count()).toBe(0)
})

test('[S-12] the only links lead to safe addresses, in a page of their own', async () => {
  const links = await log(ada.page)
    .locator('article p a')
    .evaluateAll(all =>
      all.map(link => [link.getAttribute('href'), link.getAttribute('rel'), link.getAttribute('target')]),
    )
  expect(links.map(([href]) => href)).toEqual(['https://example.com/%D7%90', TEXTS.address ?? null])
  for (const [, rel, target] of links) expect([rel, target]).toEqual(['noopener noreferrer', '_blank'])
})

test('[S-12] a name is text wherever it stands', async () => {
  const { page } = ada
  expect(await log(page).getByText('<i>Bob</i> "\'&', { exact: true }).first().isVisible()).toBe(true)
})

test('[S-28] marks that pile up, and a reversed line, stay within their own message', async () => {
  const { page } = ada
  for (const text of [TEXTS.zalgo, TEXTS.override]) {
    const article = message(page, text ?? '')
    const fits = await article.locator('.message-text').evaluate(words => getComputedStyle(words).overflowY === 'clip')
    expect(fits).toBe(true)
    expect(await article.locator('.message-text').evaluate(words => getComputedStyle(words).unicodeBidi)).toBe(
      'isolate',
    )
  }
})

test('[S-12] the same texts typed here come back unchanged', async () => {
  const { page } = ada
  await page.goto(`${server.url}/c/general`)
  await composer(page, 'general').waitFor()
  for (const text of [TEXTS.script, TEXTS.image, TEXTS.family, TEXTS.long]) {
    await say(page, 'general', text ?? '')
    await message(page, text ?? '').waitFor()
  }
  expect(await overflow(page)).toBe(0)
})

test('[S-12] the name of a channel that looks like markup is refused beside its field', async () => {
  const { page } = ada
  await page.setViewportSize({ width: 1000, height: 700 })
  await createChannel(page, '<img src=x onerror=alert(1)>')
  await page.getByRole('dialog').locator('[data-error="true"]').waitFor()
  await page.keyboard.press('Escape')
  await goTo(page, 'sinks')
})

test('[S-12] nothing ran, and the content policy had nothing to stop', () => expect(ada.complaints).toEqual([]))
