import type { Door } from '#app/door.ts'
import type { Config } from '#src/config.ts'
import { dial } from './dial.ts'

/**
 * Takes the lock of the data directory and opens the store. Only the composition root can make one. `clock` (milliseconds
 * since 1970) is another one than the machine's for who fills a workspace with a past.
 */
export type OpenDoor = (config: Config, clock?: () => number) => Promise<{ door: Door; close(): Promise<void> }>

/** Acts through the running server if there is one, else through the store itself (LIVE). */
export const withDoor = async <T>(
  config: Config,
  open: OpenDoor,
  act: (door: Door) => Promise<T>,
  clock?: () => number,
): Promise<T> => {
  const running = await dial(config.dataDir)
  if (running) return act(running)
  const { door, close } = await open(config, clock)
  try {
    return await act(door)
  } finally {
    await close()
  }
}
