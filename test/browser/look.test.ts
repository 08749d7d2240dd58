import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { join, message, PATIENCE, say } from './people.ts'
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

/** A screen, and the themes in which it is looked through for what some people cannot see, read or reach. */
interface Look {
  width: number
  height: number
  themes: readonly ('light' | 'dark')[]
}

const BOTH = ['light', 'dark'] as const
/** The last is 1440 by 800 at 200 %. */
const EVERY: readonly Look[] = [
  { width: 360, height: 800, themes: BOTH },
  { width: 768, height: 800, themes: BOTH },
  { width: 1440, height: 800, themes: BOTH },
  { width: 720, height: 400, themes: BOTH },
]

/**
 * In the long form every screen and theme. Otherwise the smallest and the widest screen, and one theme once: states take
 * turns, and ten thousand lines alike take their time.
 */
const looksAt = ({ crowded }: State, at: number): readonly Look[] => {
  if (full) return crowded ? EVERY.map(look => ({ ...look, themes: look.width === 1440 ? BOTH : [] })) : EVERY
  const onPhone = at % 2 === 0 && !crowded
  return [
    { width: 360, height: 800, themes: onPhone ? ['light'] : [] },
    { width: 1440, height: 800, themes: onPhone ? [] : ['dark'] },
  ]
}

const extent = full ? 'in both themes, in four sizes' : 'on the smallest and the widest screen (in all sizes: --full)'

describe(`every state is sound ${extent}`, () => {
  test.each(states.map((state, at) => [state.name, state, at] as const))('%s', async (_, state, at) => {
    const page = await state.show(state.crowded ? crowded : stage)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const { themes, ...viewport } of looksAt(state, at)) {
      await page.setViewportSize(viewport)
      await state.again?.(page)
      await drawn(page)
      expect([viewport, await strays(page)]).toEqual([viewport, []])
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme })
        expect([viewport, colorScheme, await findings(page, state.leftOut)]).toEqual([viewport, colorScheme, []])
      }
    }
    await page.context().close()
  })
})

test('the states without a server are sound, in forced colours too', async () => {
  const { page } = await join(server.url, 'Ada offline', { forcedColors: 'active' })
  await server.stop()
  await page.getByText('Messages wait and go out later.').waitFor()
  await say(page, 'general', 'waits')
  await message(page, 'waits').waitFor()
  expect(await findings(page)).toEqual([])
  await page.context().close()
})
