import type { Page } from 'playwright-core'

/** Lets a page of a desk's browser be touched as a phone is: nothing hovers, and there is a finger instead of a pointer. */
export const fingerOn = async (page: Page): Promise<(enabled: boolean) => Promise<void>> => {
  // For as long as the page lives: the session takes what it emulates along when it ends.
  const session = await page.context().newCDPSession(page)
  return async enabled => {
    await session.send('Emulation.setTouchEmulationEnabled', { enabled })
  }
}
