import { mkdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { setCrowdedStage, setStage, states } from '../../test/browser/states.ts'
import { freshPage } from '../../test/support/chromium.ts'
import { startServer } from '../../test/support/server.ts'

const WIDTHS = [360, 768, 1440] as const
const SCHEMES = ['light', 'dark'] as const
const PER_SHEET = 4

/** Takes pictures of every state in both themes and three widths, and sheets of them all to be looked at. */
export const drawStates = async (folder: string, only: string | undefined): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const chosen = states.filter(({ name }) => only === undefined || name.includes(only))
  const server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  const stage = await setStage(server)
  const crowded = chosen.some(state => state.crowded)
    ? await setCrowdedStage(await startServer({ env: { FLACK_LIMITS: 'off' } }))
    : stage
  const drawn: { name: string; pictures: string[] }[] = []
  for (const state of chosen) {
    const page = await state.show(state.crowded ? crowded : stage)
    drawn.push({ name: state.name, pictures: await picturesOf(page, `${folder}/${state.name.replace(/\W+/g, '-')}`) })
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

const picturesOf = async (page: Page, path: string): Promise<string[]> => {
  const pictures: string[] = []
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(60)
      const picture = `${path}-${width}-${colorScheme}.png`
      await page.screenshot({ path: picture })
      pictures.push(picture)
    }
  }
  return pictures
}

const drawSheet = async (rows: { name: string; pictures: string[] }[], path: string): Promise<void> => {
  const { page, context } = await freshPage({ viewport: { width: 2000, height: 100 } })
  const image = (picture: string) =>
    `<img height="420" src="data:image/png;base64,${readFileSync(picture).toString('base64')}">`
  await page.setContent(
    rows.map(({ name, pictures }) => `<h3>${name}</h3><div>${pictures.map(image).join(' ')}</div>`).join(''),
  )
  await page.screenshot({ path, fullPage: true })
  await context.close()
}
