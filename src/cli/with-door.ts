import type { Door } from '#app/door.ts'
import type { Config } from '#src/config.ts'
import { dial } from './dial.ts'

/** Takes the lock of the data directory and opens the store. Only the composition root can make one. */
export type OpenDoor = (config: Config) => Promise<{ door: Door; close(): Promise<void> }>

/** Acts through the running server if there is one, else through the store itself (LIVE). */
export const withDoor = async <T>(config: Config, open: OpenDoor, act: (door: Door) => Promise<T>): Promise<T> => {
  const running = await dial(config.dataDir)
  if (running) return act(running)
  const { door, close } = await open(config)
  try {
    return await act(door)
  } finally {
    await close()
  }
}
