import type { Locator, Page } from 'playwright-core'

/** A finger on the page, as Chromium gets it from a screen. Points are in the middle of an element. */
const finger = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  return { send, leave: () => session.detach() }
}

const middleOf = async (part: Locator) => {
  const box = await part.boundingBox()
  if (box === null) throw new Error('What is to be touched is not on the screen.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Presses until `opened` is there, and lets go. */
export const longPress = async (page: Page, part: Locator, opened: Locator): Promise<void> => {
  const { send, leave } = await finger(page)
  await send('touchStart', [await middleOf(part)])
  await opened.waitFor()
  await send('touchEnd', [])
  await leave()
}

/** A short touch. */
export const tap = async (page: Page, part: Locator): Promise<void> => {
  const { x, y } = await middleOf(part)
  await page.touchscreen.tap(x, y)
}

/** Pulls the page by `distance` pixels, upwards where it is negative. */
export const swipe = (page: Page, part: Locator, distance: number): Promise<void> => pull(page, part, [0, distance])

/** The same sideways, to the left where it is negative. */
export const swipeAcross = (page: Page, part: Locator, distance: number): Promise<void> =>
  pull(page, part, [distance, 0])

const pull = async (page: Page, part: Locator, [right, down]: readonly [number, number]): Promise<void> => {
  const { send, leave } = await finger(page)
  const { x, y } = await middleOf(part)
  await send('touchStart', [{ x, y }])
  for (let step = 1; step <= 5; step++)
    await send('touchMove', [{ x: x + (right * step) / 5, y: y + (down * step) / 5 }])
  await send('touchEnd', [])
  await leave()
}
