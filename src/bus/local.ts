import type { Bus, Hint } from './bus.ts'

/** The bus of a single node: listeners have heard everything when `publish` returns. */
export const localBus = (): Bus => {
  const listeners = new Set<(hint: Hint) => void>()
  return {
    lossy: false,
    publish: hints => {
      for (const hint of hints) for (const hear of listeners) hear(hint)
    },
    listen: hear => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    check: async () => {},
    close: async () => listeners.clear(),
  }
}
