import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { channelLink, composer, join, message, PATIENCE, say } from './people.ts'
import { drawn, findings, strays } from './sound.ts'
import { type Stage, type State, setCrowdedStage, setStage, states } from './states.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let stage: Stage
let crowded: Stage

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  stage = await setStage(server)
  crowded = await setCrowdedStage(await startServer({ env: { FLACK_LIMITS: 'off' } }))
})
afterAll(async () => {
  for (const { bob, server } of [stage, crowded]) {
    bob.close()
    await server.stop()
  }
})

/** The last is 1440 by 800 at 200 %. */
const SIZES = [
  { width: 360, height: 800 },
  { width: 768, height: 800 },
  { width: 1440, height: 800 },
  { width: 720, height: 400 },
]

/** The same parts in more or less room: usually each theme is looked at once, on the smallest and on the widest screen. */
const schemesAt = (width: number, { crowded }: State): readonly ('light' | 'dark')[] => {
  // Ten thousand lines alike take their time.
  if (crowded) return width === 1440 ? ['dark'] : []
  if (full) return ['light', 'dark']
  return width === 360 ? ['light'] : width === 1440 ? ['dark'] : []
}

describe('every state is sound in both themes, on small and wide screens and at 200 %', () => {
  test.each(states.map(state => [state.name, state] as const))('%s', async (_, state) => {
    const page = await state.show(state.crowded ? crowded : stage)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport)
      await state.again?.(page)
      await drawn(page)
      expect([viewport, await strays(page)]).toEqual([viewport, []])
      for (const colorScheme of schemesAt(viewport.width, state)) {
        await page.emulateMedia({ colorScheme })
        expect([viewport, colorScheme, await findings(page, state.leftOut)]).toEqual([viewport, colorScheme, []])
      }
    }
    await page.context().close()
  })
})

const small = (page: Page) => (page.viewportSize()?.width ?? 0) < 640

const openList = async (page: Page): Promise<void> => {
  if (!small(page)) return
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await page.getByRole('navigation', { name: 'Channels', exact: true }).waitFor()
}

test('at 360 px the list covers the conversation, and the gesture "back" uncovers it', async () => {
  const { page } = await join(server.url, 'Ada small', { viewport: { width: 360, height: 700 } })
  const list = page.getByRole('navigation', { name: 'Channels', exact: true })
  expect(await list.isVisible()).toBe(false)
  await openList(page)
  await page.goBack()
  await list.waitFor({ state: 'hidden' })
  await openList(page)
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'hidden' })
  await openList(page)
  await channelLink(page, 'design').click()
  await composer(page, 'design').waitFor()
  await list.waitFor({ state: 'hidden' })
  await page.goBack()
  await composer(page, 'general').waitFor()
  await page.context().close()
})

test('the states without a server are sound, in forced colours too', async () => {
  const { page } = await join(server.url, 'Ada offline', { forcedColors: 'active' })
  await server.stop()
  await page.getByText('What you send is kept and goes out when the connection is back.').waitFor()
  await say(page, 'general', 'waits')
  await message(page, 'waits').waitFor()
  expect(await findings(page)).toEqual([])
  await page.context().close()
})
