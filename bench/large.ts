import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { seedMessages } from './seed.ts'

let channels: string[] = []

/** The workspace with very many messages, made once in a run; answers its data directory and its channels' ids. */
export const largeWorkspace = async ({ folder, messages, say }: Bench) => {
  const dataDir = join(folder, 'large')
  if (!existsSync(dataDir)) {
    const began = performance.now()
    channels = await seedMessages(dataDir, messages)
    say(`a workspace with ${messages} messages is seeded (${((performance.now() - began) / 1000).toFixed(0)} s).`)
  }
  return { dataDir, channels }
}
