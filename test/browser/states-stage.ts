import type { Page } from 'playwright-core'
import type { Server } from '../support/server.ts'
import { arrive, composer, createChannel, joinAs, message, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap, type Wire } from './wire.ts'

/** What every state begins with: a small team, its channels, and somebody who just opened the page. */
export interface Stage {
  server: Server
  bob: Speaker
  channels: Record<string, string>
}

export interface State {
  name: string
  /** Brings a page of one's own into the state. */
  show(stage: Stage): Promise<Page>
  /** What a person does to have it on a screen of another width: called whenever that has changed. */
  again?(page: Page): Promise<void>
  /** Parts that are not looked at for want of time, as selectors. */
  leftOut?: readonly string[]
  /** Another workspace than the small one. */
  crowded?: true
}

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder'.padEnd(60, '.')
const RTL_NAME = 'ليلى בן־דוד'
export const LONG_TEXT = 'Every message may be as long as this one. '.repeat(1000).slice(0, 39_999)

const HARD_TEXTS = [
  'Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(8),
  'שלום לכולם, הישיבה מתחילה ב־10:30 ב־https://example.com/פגישה',
  'مرحبا بالجميع! الاجتماع يبدأ في الساعة العاشرة.',
  '🎉🚀👩‍👩‍👧‍👦',
  Array.from(
    { length: 24 },
    (_, at) => `https://example.com/a/rather/long/address/number/${at}?with=a&query=${'x'.repeat(at * 4)}`,
  ).join(' '),
  LONG_TEXT,
  'Two\nlines',
]

/** Fills a server once for all states. */
export const setStage = async (server: Server): Promise<Stage> => {
  const bob = await speaker(server, 'Bob')
  const long = await speaker(server, LONG_NAME)
  const rtl = await speaker(server, RTL_NAME)
  const names = ['design', 'hard', 'single', 'nothing-yet', 'endless', 'x'.repeat(80)]
  const channels = Object.fromEntries(await Promise.all(names.map(async name => [name, await bob.create(name)])))
  const { design = '', hard = '', single = '', endless = '' } = channels
  for (const one of [long, rtl]) for (const channel of [design, hard]) await one.join(channel)
  await bob.say(single, ['The only one.'])
  for (const text of HARD_TEXTS) {
    await bob.say(hard, [text])
    await long.say(hard, [text.slice(0, 200)])
  }
  await rtl.say(hard, ['A text from the left, by a name from the right', 'עוד שורה אחת'])
  await bob.say(design, ['Good morning', 'See https://example.com', 'Two\nlines', '🎉'])
  await rtl.say(design, ['صباح الخير'])
  await bob.say(
    endless,
    Array.from({ length: 10_000 }, (_, at) => `message ${at + 1}`),
  )
  return { server, bob, channels }
}

/** Ten thousand channels, which would only slow the other states down. */
export const setCrowdedStage = async (server: Server): Promise<Stage> => {
  const bob = await speaker(server, 'Bob')
  for (let from = 0; from < 10_000; from += 200) {
    await Promise.all(Array.from({ length: 200 }, (_, at) => bob.create(`room-${String(from + at).padStart(5, '0')}`)))
  }
  return { server, bob, channels: {} }
}

let joined = 0

/** A number that nobody in these workspaces has yet. */
export const nextNumber = (): number => ++joined

/** A page of somebody new, with its connection in hand. */
export const enter = async ({ server }: Stage, path = '/'): Promise<{ page: Page; wire: Wire }> => {
  const { page } = await arrive('about:blank')
  const wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, `Ada ${nextNumber()}`)
  if (path !== '/') await page.goto(server.url + path)
  return { page, wire }
}

export const inChannel = async (stage: Stage, name: string, text: string): Promise<{ page: Page; wire: Wire }> => {
  const entered = await enter(stage, `/c/${name}`)
  await message(entered.page, text).first().waitFor()
  return entered
}

export const firstPage = async ({ server }: Stage): Promise<Page> => {
  const { page } = await arrive(server.url)
  await page.getByRole('textbox', { name: 'Display name', exact: true }).waitFor()
  return page
}

/** Somebody who read, went away, and came back to more than fits on a screen. */
export const comeBack = async (stage: Stage, name: string, more: number): Promise<Page> => {
  const { page } = await enter(stage)
  await createChannel(page, name)
  await composer(page, name).waitFor()
  await say(page, name, 'I was here.')
  await message(page, 'I was here.').waitFor()
  const channel = new URL(page.url()).pathname.split('/')[2] ?? ''
  await stage.bob.join(channel)
  await stage.bob.say(channel, ['Seen.'])
  await message(page, 'Seen.').waitFor()
  await page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event('blur'))
  })
  await stage.bob.say(
    channel,
    Array.from({ length: more }, (_, at) => `While you were away ${at + 1}`),
  )
  await message(page, `While you were away ${more}`).waitFor()
  return page
}
