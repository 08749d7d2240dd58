// Draws the README's pictures anew, from a real server with a small team in it: docs/screenshots/*.png.
// With `--states <folder> [part of a name]`: every state of the page, in both themes, in forced colours
// and in three widths, for the eye.
import { mkdirSync } from 'node:fs'
import { goTo, join, message, say } from '../test/browser/people.ts'
import { type Speaker, speaker } from '../test/browser/speaker.ts'
import { launch } from '../test/support/chromium.ts'
import { type Server, startServer } from '../test/support/server.ts'
import { fingerOn } from './lib/finger.ts'
import { drawStates } from './lib/state-pictures.ts'

const folder = `${import.meta.dir}/../docs/screenshots`

const [form, statesFolder, only] = process.argv.slice(2)
if (form === '--states' && statesFolder !== undefined) {
  try {
    await drawStates(statesFolder, only)
  } finally {
    await (await launch()).close()
  }
  process.exit(0)
}
if (form !== undefined) {
  console.error('bin/screenshots.ts [--states <folder> [part of a name]]')
  process.exit(2)
}

const server = await startServer({ env: { FLACK_LIMITS: 'off' } })
try {
  mkdirSync(folder, { recursive: true })
  const { later, end } = await talk(server)
  await pictures(later)
  end()
} finally {
  await (await launch()).close()
  await server.stop()
}

/** Says what was said before. `later` says the rest; all but one of them stay until `end`. */
async function talk(server: Server): Promise<{ later: () => Promise<void>; end: () => void }> {
  const grace = await speaker(server, 'Grace Hopper')
  const katherine = await speaker(server, 'Katherine Johnson')
  const alan = await speaker(server, 'Alan Turing')
  const everybody = [grace, katherine, alan]
  const [launchDay = '', design = ''] = await Promise.all(['launch', 'design', 'reading', 'lunch'].map(grace.create))
  for (const one of everybody) for (const channel of [launchDay, design]) await one.join(channel)
  const lines: [Speaker, string][] = [
    [grace, 'Good morning! The rehearsal is at eleven, and the checklist is at https://flack.example/launch/checklist'],
    [grace, 'Two things are open:\n1. the numbers of the last run\n2. somebody who writes the announcement'],
    [katherine, 'The numbers are done. I checked them twice, by hand.'],
    [alan, 'I can write the announcement.'],
    [alan, 'It will be short.'],
    [katherine, 'Short is good 👍'],
    [grace, 'Thank you both. Then there is nothing left but to do it.'],
  ]
  for (const [one, text] of lines) await one.say(launchDay, [text])
  await alan.say(design, ['A first sketch of the new sidebar is up.'])
  const later = async () => {
    await alan.say(launchDay, ['🚀'])
    await katherine.say(design, ['Opinions are welcome.', 'Mine is: yes.'])
    katherine.close()
  }
  return { later, end: () => closeAll(everybody) }
}

function closeAll(everybody: Speaker[]): void {
  for (const one of everybody) one.close()
}

/** All by one person, who is in the middle of it. */
async function pictures(later: () => Promise<void>): Promise<void> {
  const { page } = await join(server.url, 'Ada Lovelace', {
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  await goTo(page, 'design')
  await say(page, 'design', 'I like it. The list is so quiet now.')
  await goTo(page, 'launch')
  await say(page, 'launch', 'On my way. I bring the engine.')
  await page.locator('article[data-seq]', { hasText: 'On my way.' }).waitFor()
  await later()
  await message(page, '🚀').waitFor()
  await page.getByText('2 unread').waitFor()
  const online = (text: string) => message(page, text).getByText('online', { exact: true })
  await online('🚀').waitFor({ state: 'attached' })
  await online('Short is good 👍').waitFor({ state: 'detached' })
  await page.mouse.move(0, 0)
  const picture = (name: string) => page.screenshot({ path: `${folder}/${name}.png` })
  await picture('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture('dark')
  await page.setViewportSize({ width: 390, height: 800 })
  await (await fingerOn(page))(true)
  await picture('small')
  await page.context().close()
}
