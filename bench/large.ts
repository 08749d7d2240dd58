import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, BenchError } from './bench.ts'
import { growHistory } from './workspaces.ts'

/** Of disk, for each message: its row, its command and its change. */
const BYTES_A_MESSAGE = 450
/** The log that is written before the file, and what others write meanwhile. */
const BYTES_BESIDE = 1e9

type Large = { dataDir: string; channels: readonly string[]; messages: number }

let grown: Large | null = null

/** The one workspace with very many messages of this run: at least so many, since it only grows. */
export const largeWorkspace = async ({ folder, say }: Bench, messages: number): Promise<Large> => {
  const from = grown?.messages ?? 0
  if (grown !== null && from >= messages) return grown
  const dataDir = join(folder, 'large')
  requireSpace(folder, messages - from)
  const began = performance.now()
  const onMillion = (done: number) => say(`  ${done / 1e6} of ${messages / 1e6} million messages are written.`)
  const channels = await growHistory(dataDir, { from, to: messages, onMillion })
  say(`A workspace with ${messages} messages is there (${((performance.now() - began) / 1000).toFixed(0)} s).`)
  grown = { dataDir, channels, messages }
  return grown
}

const requireSpace = (folder: string, messages: number): void => {
  const { bavail, bsize } = statfsSync(folder)
  const needed = messages * BYTES_A_MESSAGE + BYTES_BESIDE
  if (bavail * bsize >= needed) return
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  throw new BenchError(
    `${messages} more messages take ${gigabytes(needed)}, and the disk of ${folder} has ${gigabytes(bavail * bsize)}. Name another with --dir, or fewer with --messages.`,
  )
}
