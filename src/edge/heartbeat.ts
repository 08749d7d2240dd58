import type { App } from '#app/app.ts'
import { FENCE_TICK_MS } from '#app/fence.ts'
import { FOLLOWERS_TICK_MS } from '#app/followers/followers.ts'
import { JOBS_TICK_MS } from '#app/jobs/jobs.ts'
import { LIMITS_TICK_MS } from '#app/limits.ts'
import { PRESENCE_TICK_MS } from '#app/presence.ts'
import { HEARTBEAT_MS } from '#protocol/limits.ts'
import type { Hub } from './hub.ts'
import type { Session } from './session.ts'

const TICK_MS = 1000
const TURNS = HEARTBEAT_MS / TICK_MS
/** How often heads are compared with the store where hints can get lost, in ticks. */
const LOSSY_TURNS = 1

type Every = (run: () => void, ms: number) => () => void

/** Everything that a server does again and again. Returns how to stop. */
export const startBeats = (app: App, hub: Hub, sessions: ReadonlySet<Session>, every: Every): (() => void) => {
  const stops = [
    // Where hints can get lost, the fence compares the heads every second.
    startHeartbeat(hub, sessions, false, every),
    every(() => app.fence.tick(), FENCE_TICK_MS),
    every(() => {
      app.fence.guard()
      app.presence.tick()
    }, PRESENCE_TICK_MS),
    every(() => app.limits.tell(), LIMITS_TICK_MS),
    every(() => void app.followers.tick(), FOLLOWERS_TICK_MS),
    every(() => app.jobs.tick(), JOBS_TICK_MS),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/**
 * What happens every second: the watchdog of each socket, the digest of one in twenty-five, so that each has one every
 * 25 s (SYNC-7), and the comparison of heads with the store. Returns how to stop.
 */
export const startHeartbeat = (
  hub: Hub,
  sessions: ReadonlySet<Session>,
  lossy: boolean,
  every: Every,
): (() => void) => {
  let turn = 0
  return every(() => {
    turn += 1
    for (const session of sessions) {
      session.watchdog()
      if (session.isGreeted && session.slot % TURNS === turn % TURNS) hub.digest(session)
    }
    // A store that does not answer is found out by its own check; the next turn asks again.
    if (turn % (lossy ? LOSSY_TURNS : TURNS) === 0) hub.check().catch(() => {})
  }, TICK_MS)
}
