import { mkdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { drawn as settled } from '../../test/browser/sound.ts'
import { type State, setCrowdedStage, setStage, states } from '../../test/browser/states.ts'
import { freshPage } from '../../test/support/chromium.ts'
import { startServer } from '../../test/support/server.ts'
import { fingerOn } from './finger.ts'

const WIDTHS = [360, 768, 1440] as const
/** Each is a row of the sheet. */
const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const
const PER_SHEET = 2

interface Drawn {
  name: string
  /** The pictures of one look, from the smallest to the widest. */
  rows: string[][]
}

/** Takes pictures of every state in both themes and in forced colours, in three widths, and sheets of them all to be looked at. */
export const drawStates = async (folder: string, only: string | undefined): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const chosen = states.filter(({ name }) => only === undefined || name.includes(only))
  const server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  const stage = await setStage(server)
  const crowded = chosen.some(state => state.crowded)
    ? await setCrowdedStage(await startServer({ env: { FLACK_LIMITS: 'off' } }))
    : stage
  const drawn: Drawn[] = []
  for (const state of chosen) {
    const page = await state.show(state.crowded ? crowded : stage)
    drawn.push({
      name: state.name,
      rows: await picturesOf(page, state, `${folder}/${state.name.replace(/\W+/g, '-')}`),
    })
    await page.context().close()
    console.log(state.name)
  }
  for (let from = 0; from < drawn.length; from += PER_SHEET) {
    await drawSheet(
      drawn.slice(from, from + PER_SHEET),
      `${folder}/sheet-${String(from / PER_SHEET + 1).padStart(2, '0')}.png`,
    )
  }
  for (const one of new Set([stage, crowded])) {
    one.bob.close()
    await one.server.stop()
  }
}

const picturesOf = async (page: Page, state: State, path: string): Promise<string[][]> => {
  const rows: string[][] = Object.keys(LOOKS).map(() => [])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const touch = await fingerOn(page)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    await touch(width === 360)
    await state.again?.(page)
    // What the pointer is on looks different.
    await page.mouse.move(0, 0)
    for (const [at, [name, look]] of Object.entries(LOOKS).entries()) {
      await page.emulateMedia(look)
      await settled(page)
      const picture = `${path}-${width}-${name}.png`
      await page.screenshot({ path: picture })
      rows[at]?.push(picture)
    }
  }
  return rows
}

const drawSheet = async (states: readonly Drawn[], path: string): Promise<void> => {
  const { page, context } = await freshPage({ viewport: { width: 1400, height: 100 } })
  const image = (picture: string) =>
    `<img height="420" src="data:image/png;base64,${readFileSync(picture).toString('base64')}">`
  const row = (pictures: readonly string[]) => `<div style="white-space:nowrap">${pictures.map(image).join(' ')}</div>`
  await page.setContent(states.map(({ name, rows }) => `<h3>${name}</h3>${rows.map(row).join('')}`).join(''))
  await page.screenshot({ path, fullPage: true })
  await context.close()
}
