import type { Log } from '#app/log.ts'
import { type Config, readConfig } from '#src/config.ts'

/** A running server as the command line sees it. */
export type Running = {
  url: string
  /** Of a new workspace: a secret that makes whoever brings it the owner. Printed once, and kept nowhere. */
  claim: string | null
  stop(): Promise<void>
  /** Rejects when it cannot go on: the process must end without another write, and without closing the database. */
  broken: Promise<never>
}

/** What only the composition root can make. */
export type Start = (config: Config) => Promise<{ running: Running; log: Log }>

/** `flack serve`: starts, says where, and runs until it is told to stop. Resolves to the exit code. */
export const serve = async (args: readonly string[], start: Start): Promise<number> => {
  const config = readConfig(args)
  const { running, log } = await start(config)
  // Whoever reads that it is ready may stop it at once.
  const stopped = toldToStop(config.stopWithStdin).then(async why => {
    log.info('stopping', { why })
    await running.stop()
    log.info('stopped')
    return 0
  })
  const hurried = toldTwice().then(() => {
    log.warn('stopping.cut_short')
    return 1
  })
  console.log(`Flack is ready: ${running.url}`)
  if (config.host === '127.0.0.1') {
    console.log('Only this machine can reach it. To open it to your network, start it with --host 0.0.0.0')
  }
  if (running.claim !== null) {
    const [origin = running.url.replace(/\/$/, '')] = config.origins
    console.log(`Whoever opens this first, within a day, is the owner: ${origin}/owner/${running.claim}`)
  }
  if (!config.limited) log.warn('limits.off')
  log.info('started', { host: config.host, database: config.databaseUrl ? 'postgres' : 'sqlite' })
  const broken = running.broken.catch(error => {
    log.error('broken', { error: String(error), cause: String(error instanceof Error ? error.cause : '') })
    throw error
  })
  // It may break while it stops, too.
  return Promise.race([stopped, broken, hurried])
}

const toldToStop = (withStdin: boolean): Promise<string> =>
  new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve(signal))
    if (!withStdin) return
    process.stdin.once('end', () => resolve('the starter has gone'))
    process.stdin.resume()
  })

/** A second SIGTERM comes from somebody who will not wait. Ctrl-C may reach us twice: from the terminal, and by our starter. */
const toldTwice = (): Promise<void> =>
  new Promise(resolve => {
    process.once('SIGTERM', () => process.once('SIGTERM', () => resolve()))
  })
