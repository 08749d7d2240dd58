import { join } from 'node:path'
import { createApp } from '#app/app.ts'
import { createLog } from '#app/log.ts'
import { newId } from '#app/secrets.ts'
import type { Bus } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import { routes } from '#cli/routes.ts'
import { type Start, serve } from '#cli/serve.ts'
import { serve as serveEdge } from '#edge/bun.ts'
import { loadPage } from '#edge/load-page.ts'
import type { Engine } from '#store/engine.ts'
import { openStore } from '#store/open.ts'
import { openPostgres } from '#store/postgres.ts'
import { openSqlite } from '#store/sqlite.ts'
import { DataDirError, lockDataDir } from '#store/sqlite-lock.ts'
import { type Config, ConfigError } from './config.ts'

/** The composition root: the only file that names engines. */

const PAGE = join(import.meta.dir, '../dist/web')

const start: Start = async config => {
  const lock = lockDataDir(config.dataDir)
  const log = createLog(config.logLevel, line => process.stderr.write(line))
  const page = await loadPage(PAGE).catch(() => {
    throw new StartError('The page is not built. Start with "npm start", which builds it.')
  })
  const fresh = { epoch: newId('E'), workspace: newId('T'), general: newId('C'), bot: newId('U') }
  const store = await opening(async () =>
    openStore(openEngine(config), { fresh, clock: Date.now, schedule: run => setImmediate(run) }),
  )
  const bus = await openBus(config)
  const app = await createApp({ store, bus, monotonic: () => performance.now(), limited: config.limited })
  const edge = listening(config, () =>
    serveEdge({ ...config, app, log, page, origins: { allowed: config.origins, trustProxy: config.trustProxy } }),
  )
  const stop = async () => {
    await edge.stop()
    await store.close()
    await bus.close()
    lock.release()
  }
  return { running: { url: edge.url, stop }, app, log }
}

/** What is wrong with a database (newer, damaged, away) is for the operator, without a stack. */
const opening = async <T>(open: () => Promise<T>): Promise<T> => {
  try {
    return await open()
  } catch (error) {
    throw new StartError(`The database cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const openEngine = ({ databaseUrl, dataDir }: Config): Engine =>
  databaseUrl === null ? openSqlite(join(dataDir, 'flack.db')) : openPostgres(databaseUrl)

/** Only a server that has one pays for loading the client. */
const openBus = async ({ natsUrl }: Config): Promise<Bus> =>
  natsUrl === null ? localBus() : (await import('#bus/nats.ts')).natsBus(natsUrl)

const listening = <T>({ host, port }: Config, listen: () => T): T => {
  try {
    return listen()
  } catch (error) {
    throw new StartError(
      /EADDRINUSE|in use/.test(String(error))
        ? `Port ${port} is in use. Choose another: npm start -- --port ${port + 1}`
        : `Cannot listen on ${host}:${port}: ${String(error)}`,
    )
  }
}

/** The server cannot start here; the message says why in one sentence. */
class StartError extends Error {
  override name = 'StartError'
}

const USAGE = `Usage: flack <command>

  serve    runs the server; see docs/operations.md for its settings
  routes   prints everything that can be called, as JSON`

const main = async ([command, ...args]: readonly string[]): Promise<number> => {
  if (command === 'serve') return serve(args, start)
  if (command === 'routes') return routes()
  console.error(USAGE)
  return 2
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof DataDirError || error instanceof StartError
  console.error(expected ? error.message : error)
  process.exit(error instanceof ConfigError ? 2 : 1)
}
