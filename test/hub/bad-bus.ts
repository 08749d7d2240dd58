import type { Bus, Hint } from '#bus/bus.ts'

/** What became of the hints, over all listeners. */
export type Mishaps = { lost: number; doubled: number; delayed: number; overtaken: number }

/**
 * A bus that loses, doubles, delays and reorders, for each listener in another way, as its seed has it. Delayed hints
 * come with `pump`, in any order. With `odds` 0 it is a good one.
 */
export const badBus = (random: () => number, odds = 0.15) => {
  const listeners = new Map<(hint: Hint) => void, Hint[]>()
  const mishaps: Mishaps = { lost: 0, doubled: 0, delayed: 0, overtaken: 0 }
  /** While it answers false for a hint, that one is lost for everybody. */
  let carries: (hint: Hint) => boolean = () => true
  const hits = () => random() < odds
  const carry = (hint: Hint, hear: (hint: Hint) => void, late: Hint[]) => {
    if (hits()) {
      mishaps.lost += 1
      return
    }
    if (hits()) {
      mishaps.doubled += 1
      late.push(hint)
    }
    if (hits()) {
      mishaps.delayed += 1
      late.push(hint)
    } else {
      if (late.length > 0) mishaps.overtaken += 1
      hear(hint)
    }
  }
  const bus: Bus = {
    lossy: true,
    publish: hints => {
      for (const hint of hints.filter(hint => carries(hint))) {
        for (const [hear, late] of listeners) carry(hint, hear, late)
      }
    },
    listen: hear => {
      listeners.set(hear, [])
      return () => listeners.delete(hear)
    },
    check: async () => {},
    close: async () => {},
  }
  return {
    bus,
    mishaps,
    /** Delivers about half of what is late, or all of it. */
    pump: (all = false) => {
      for (const [hear, late] of listeners) {
        const due = late.filter(() => all || random() < 0.5).toSorted(() => random() - 0.5)
        for (const hint of due) late.splice(late.indexOf(hint), 1)
        for (const hint of due) hear(hint)
      }
    },
    /** Brings a hint once more, or out of turn. */
    bring: (hint: Hint) => {
      for (const hear of listeners.keys()) hear(hint)
    },
    only: (filter: (hint: Hint) => boolean) => {
      carries = filter
    },
  }
}
