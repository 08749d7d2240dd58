import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { language as straight } from '../../src/web/words/languages/pseudo.ts'
import { language as mirrored } from '../../src/web/words/languages/pseudo-mirrored.ts'
import { speakBy } from '../../src/web/words/say.ts'
import { type Language, speechOf } from '../../src/web/words/speech.ts'
import { freshPage } from '../support/chromium.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { listen, PATIENCE } from './people.ts'
import { drawn } from './sound.ts'
import { type Joined, speaker } from './speaker.ts'
import { tap } from './wire.ts'
import { cutOn, unsaidOn } from './words-seen.ts'
import * as walks from './words-walk.ts'

setDefaultTimeout(3 * PATIENCE)

let server: Server
let bob: Joined
let channels: { design: string; talk: string }

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  channels = { design: await bob.create('design'), talk: await bob.create('talk') }
  await bob.say(channels.design, [
    'See https://example.com',
    '- [x] one\n- [ ] two\n\n| a | b |\n|---|---|\n| c | d |\n\n```js\nlet a = 1\n```',
    'A long one.\n'.repeat(40),
    'The last.',
  ])
})
afterAll(async () => {
  speakBy(null)
  bob.close()
  await server.stop()
})

const languages: [string, Language][] = [
  ['the pseudo language', straight],
  ['the mirrored one', mirrored],
]

describe.each(languages)('in %s', (_, language) => {
  test.each([360, 1440])('every sentence is said by it, and fits, at %d px', async width => {
    speakBy(speechOf(language))
    const { page, context } = await freshPage({
      locale: 'en-GB',
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    })
    page.setDefaultTimeout(patience(10_000))
    await context.addInitScript(tag => localStorage.setItem('flack.language', tag), language.tag)
    const complaints = listen(page)
    const wire = await tap(page)
    const found: Record<string, string[]> = {}
    const look = async (state: string) => {
      await drawn(page)
      const here = [...(await unsaidOn(page)), ...(await cutOn(page))]
      if (here.length > 0) found[state] = here
    }
    const walker = { page, wire, server, bob, channels, look, name: `Ada ${language.direction} ${width}` }
    await walks.comeIn(walker)
    const html = page.locator('html')
    expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual([
      language.tag,
      language.direction,
    ])
    const leftOf = (part: string) => page.locator(part).evaluate(element => element.getBoundingClientRect().left)
    expect((await leftOf('.send')) < (await leftOf('.composer-tools'))).toBe(language.direction === 'rtl')
    await walks.throughTheList(walker)
    await walks.throughOneself(walker)
    await walks.throughMessages(walker)
    await walks.throughRooms(walker)
    await walks.throughPeople(walker)
    await walks.throughWriting(walker)
    await walks.throughTrouble(walker)
    expect(found).toEqual({})
    expect(complaints).toEqual([])
    await context.close()
  })
})

test('words that did not pass, that are cut and that lie beside the screen are found', async () => {
  const { page, context } = await freshPage({ viewport: { width: 360, height: 800 } })
  await page.setContent(`<!doctype html>
    <button style="inline-size: 80px; white-space: nowrap">[Ţöö ļöñĝ ƒöŕ ţĥîš ƀûţţöñ]</button>
    <button style="block-size: 20px; inline-size: 60px; padding: 0">[Ţöö ļöñĝ ƒöŕ ţĥîš]</button>
    <p style="position: absolute; inset-inline-start: 300px; white-space: nowrap">[Ţöö ƒåŕ öûţ öƒ ţĥîš]</p>
    <p>[Šåîđ \u2068by Ada\u2069]</p>
    <p>Not said by it</p>
    <p><bdi title="Ada">Ada</bdi> <time translate="no">May 1</time> <kbd>F6</kbd></p>
    <input placeholder="Nor this" aria-label="[Ñåɱé]">`)
  expect(await unsaidOn(page)).toEqual(['<p class="">Not said by it', '<input class="" placeholder="Nor this">'])
  const found = (await cutOn(page)).map(line => line.replace(/ by \d+$/, '').replace(/ <button.*/, ' <button>'))
  expect(found).toEqual([
    'the page scrolls sideways',
    'out of <button>',
    'out of <button>',
    expect.stringMatching(/^beside the screen: <p/),
  ])
  await context.close()
})
