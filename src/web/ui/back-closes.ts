import { useLayoutEffect, useRef } from 'preact/hooks'
import { topStep } from './top-step.ts'

/**
 * On a phone the browser's "back" closes what lies on top, and leads nowhere: as long as something lies on top, the
 * history has one more step, of the same address.
 *
 * Where what lies on top is closed in another way, that step stays: taking it away takes the browser a moment, and by
 * then a dialog may have been opened out of the sheet that was closed, which the late `popstate` would close as well. So
 * the next layer or the next address takes the step's place, and a "back" out of an idle one leads one step further.
 */
export const useBackCloses = (close: () => void): void => {
  const latest = useRef(close)
  latest.current = close
  useLayoutEffect(() => {
    if (!phone.matches) return
    const layer = () => latest.current()
    layers.push(layer)
    holdStep()
    return () => {
      layers = layers.filter(other => other !== layer)
    }
  }, [])
}

/** `under`: it has one of these steps above it. `onTop`: it is such a step. `depth`: see `navigation.ts`. */
interface Step {
  under?: true
  onTop?: true
  depth?: number
  list?: true
}

/** Where there is a "back" that people press without looking. */
const phone = matchMedia('(width <= 640px), (pointer: coarse)')

/** What lies on top of the page and how each is closed, the topmost last. */
let layers: (() => void)[] = []

const step = (): Step => history.state ?? {}

const holdStep = (): void => {
  const { under: _, ...here } = step()
  topStep.isHeld = true
  if (here.onTop) return
  const depth = here.depth ?? (here.list ? 0 : undefined)
  history.replaceState({ ...here, under: true }, '')
  history.pushState({ ...here, onTop: true, ...(depth !== undefined && { depth: depth + 1 }) }, '')
}

addEventListener('popstate', () => {
  const cameFromTop = topStep.isHeld
  topStep.isHeld = step().onTop === true
  if (!cameFromTop || !step().under) return
  const top = layers.at(-1)
  if (top === undefined) return history.back()
  if (layers.length > 1) holdStep()
  top()
})
