import { setPriority } from 'node:os'
import { datedIn } from './dated.ts'

export type Schedule = {
  folder: string
  everyMs: number
  /** The command line of one backup. */
  command: readonly string[]
  /** Milliseconds since 1970. */
  clock: () => number
  made: () => void
  failed: (why: string) => void
}

const LOOK_MS = 60_000
/** What has failed is tried again before the next one is due. */
const RETRY_MS = 3_600_000
/** Behind people, who write meanwhile. */
const NICE = 10
const WORDS = 500

/**
 * Makes a backup whenever the newest one in the folder is too old, in a process of its own: reading a large database
 * would keep people waiting here. The folder is its memory, so a restart changes nothing.
 */
export const scheduleBackups = (schedule: Schedule): { stop(): Promise<void> } => {
  const { folder, everyMs, clock } = schedule
  let running: Promise<void> | null = null
  let child: Bun.Subprocess | null = null
  let notBefore = 0
  const run = async () => {
    const made = Bun.spawn([...schedule.command], { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
    child = made
    try {
      setPriority(made.pid, NICE)
    } catch {
      // It has ended, or may not: then it goes at the common pace.
    }
    const [why, code] = await Promise.all([new Response(made.stderr).text(), made.exited])
    child = null
    if (code === 0) return schedule.made()
    notBefore = clock() + Math.min(RETRY_MS, everyMs)
    schedule.failed(why.trim().slice(0, WORDS))
  }
  const look = () => {
    const newest = datedIn(folder).at(-1)?.at ?? 0
    if (running !== null || clock() < Math.max(newest + everyMs, notBefore)) return
    running = run().finally(() => {
      running = null
    })
  }
  const timer = setInterval(look, LOOK_MS)
  look()
  return {
    stop: async () => {
      clearInterval(timer)
      child?.kill()
      await running
    },
  }
}
