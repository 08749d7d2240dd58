import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from './bench.ts'

export type Promised = {
  dataDir: string
  /** The channels that only the bench writes to. */
  channels: readonly string[]
  /** What the load generator wrote in each run: a line `client seq` for each acknowledgement. */
  acks: readonly string[]
  /** The id of each client's user. */
  users: readonly string[]
}

/**
 * Compares what was acknowledged with what the database holds: exactly the promised messages are there, each by its
 * author under its seq, and no other. Answers how many. Throws `BenchError` on the first difference.
 */
export const checkKept = ({ dataDir, channels, acks, users }: Promised): number => {
  const promised = new Set(acks.flatMap(file => readFileSync(file, 'utf8').trim().split('\n')))
  const numbers = new Map(users.map((id, index) => [id, index]))
  const db = new Database(join(dataDir, 'flack.db'), { readonly: true })
  try {
    let kept = 0
    for (const channel of channels) {
      const rows = db
        .query<{ author: string; seq: number }, [string]>('select author, seq from messages where channel = ?')
        .all(channel)
      const stray = rows.find(({ author, seq }) => !promised.has(`${numbers.get(author)} ${seq}`))
      if (stray) throw new BenchError(`${channel} holds message ${stray.seq}, which was never acknowledged.`)
      kept += rows.length
    }
    if (kept !== promised.size) throw new BenchError(`${promised.size} were acknowledged, and ${kept} are kept.`)
    return kept
  } finally {
    db.close()
  }
}
