import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type App, createApp } from '#app/app.ts'
import { CONTROL_SOCKET, doorOf } from '#app/door.ts'
import type { Failed } from '#app/failure.ts'
import { createLog, type Log } from '#app/log.ts'
import { createMetrics, type Metrics } from '#app/metrics.ts'
import { newId } from '#app/secrets.ts'
import type { Bus } from '#bus/bus.ts'
import { localBus } from '#bus/local.ts'
import type { BackUp } from '#cli/backup.ts'
import { runCommand } from '#cli/commands.ts'
import { DoorError } from '#cli/dial.ts'
import type { Examine } from '#cli/doctor.ts'
import type { Restore } from '#cli/restore.ts'
import type { Renew } from '#cli/restored.ts'
import type { Start } from '#cli/serve.ts'
import { USAGE, UsageError } from '#cli/usage.ts'
import type { OpenDoor } from '#cli/with-door.ts'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import { serve as serveEdge } from '#edge/bun.ts'
import { serveControl } from '#edge/control.ts'
import { loadPage } from '#edge/load-page.ts'
import { BackupError, BLOBS, DATABASE, WORK } from '#outside/backup/backup.ts'
import type { LockFolder } from '#outside/backup/command.ts'
import { diskBlobs } from '#outside/blobs/disk.ts'
import { s3Blobs } from '#outside/blobs/s3.ts'
import { smtp } from '#outside/mail/smtp.ts'
import type { ReadPage } from '#outside/pages/pages.ts'
import { argon2id } from '#outside/passwords/argon2id.ts'
import { PICTURE_CHILD, subprocessPictures } from '#outside/pictures/subprocess.ts'
import { openidProviders } from '#outside/providers/openid.ts'
import type { Engine } from '#store/engine.ts'
import { openStore } from '#store/open.ts'
import { openSqlite } from '#store/sqlite.ts'
import { DataDirError, lockDataDir } from '#store/sqlite-lock.ts'
import { type Store, StoreBroken } from '#store/store.ts'
import { version } from '../package.json' with { type: 'json' }
import { type Config, ConfigError } from './config.ts'

/** The composition root: the only file that names engines. */

/** `bin/release` puts the page into the executable; a checkout has it where it was built. */
const PAGE = join(import.meta.dir, Bun.isStandaloneExecutable ? 'web' : '../dist/web')

const start: Start = async config => {
  const page = await loadPage(PAGE).catch(() => {
    throw new StartError('The page is not built. Start with "npm start", which builds it.')
  })
  const { app, store, log, metrics, close, broken } = await assemble(config)
  if (!(await opening(() => store.claim(config.natsUrl === null)))) log.warn('database.shared_without_nats')
  await opening(() => app.fence.begin())
  await app.followers.begin()
  app.jobs.begin()
  const edge = listening(config, () =>
    serveEdge({ ...config, app, log, page, origins: { allowed: config.origins, trustProxy: config.trustProxy } }),
  )
  const schedule =
    existsSync(join(config.dataDir, WORK)) || config.backup.to !== null ? await scheduled(config, log, metrics) : null
  const control = serveControl(join(config.dataDir, CONTROL_SOCKET), doorOf(app), log)
  const stop = async () => {
    await Promise.all([edge.stop(), control.stop(), schedule?.stop()])
    await close()
  }
  const claim = app.isNew ? await app.accounts.offerOwnership() : null
  return { running: { url: edge.url, claim, stop, broken }, log }
}

/** Where no server runs nobody else waits, so that rate limits would protect nobody. */
const open: OpenDoor = async (config, clock) => {
  const { app, close } = await assemble({ ...config, limited: false }, clock === undefined ? {} : { clock })
  return { door: doorOf(app), close }
}

/** Begins a new lineage, and does nothing else. */
const renew: Renew = async config => {
  const { close } = await assemble({ ...config, limited: false }, { restored: true })
  await close()
}

/** Loaded by the commands that need it: a server that makes no backups does not have it in memory. */
const backups = () => import('#outside/backup/command.ts')

const lockFolder: LockFolder = folder => {
  try {
    return lockDataDir(folder)
  } catch (error) {
    if (error instanceof DataDirError) return null
    throw error
  }
}

const backUp: BackUp = async ({ dataDir, backup }, to) => {
  const [{ makeBackup }, { copySqlite }] = await Promise.all([backups(), import('#store/sqlite-copy.ts')])
  return makeBackup({ dataDir, to, settings: backup, lock: lockFolder, copy: copySqlite })
}

const restoreTo: Restore = async (config, file) => {
  const { restoreBackup } = await backups()
  const { made } = restoreBackup(file, config.backup.keyFile, config.dataDir)
  await renew(config)
  return { made }
}

const examine: Examine = async (config, backup) => {
  const { dataDir, backup: settings } = config
  if (backup !== null) {
    const fault = (await backups()).faultOf(backup, settings.keyFile)
    return [{ looked: `backup ${backup}`, findings: fault === null ? [] : [problem(fault)] }]
  }
  const { examineBackups, examineFolder } = await import('#outside/backup/examine.ts')
  return [
    { looked: 'data directory', findings: examineFolder(dataDir) },
    { looked: 'database', findings: await databaseFaults(config) },
    { looked: 'files', findings: await contentFaults(config) },
    ...(settings.to === null
      ? []
      : [{ looked: 'backups', findings: examineBackups(settings.to, settings.everyMs, Date.now()) }]),
  ]
}

const databaseFaults = async ({ databaseUrl, dataDir }: Config) => {
  try {
    const found =
      databaseUrl === null
        ? (await import('#store/sqlite-copy.ts')).inspectSqlite(join(dataDir, DATABASE))
        : await (await import('#store/postgres.ts')).readPostgres(
            databaseUrl,
            (await import('#store/inspect.ts')).inspect(),
          )
    return found.map(({ what, count, where }) => problem(`${what} (${[count, ...where].join(', ')})`))
  } catch (error) {
    return [problem(`The database cannot be read: ${error instanceof Error ? error.message : String(error)}`)]
  }
}

/** Files that messages show and that are not there: put back without them, or lost. */
const contentFaults = async (config: Config) => {
  const { databaseUrl, dataDir } = config
  try {
    const contents =
      databaseUrl === null
        ? (await import('#store/sqlite-copy.ts')).contentsInSqlite(join(dataDir, DATABASE))
        : await (await import('#store/postgres.ts')).readPostgres(
            databaseUrl,
            (await import('#store/inspect.ts')).contents(),
          )
    const { blobs } = filesOf(config)
    const missing: string[] = []
    for (const { id, blob } of contents) if ((await blobs.size(blob)) === null) missing.push(id)
    return missing.length === 0
      ? []
      : [problem(`${missing.length} files are missing: ${missing.slice(0, 5).join(', ')}`)]
  } catch (error) {
    return [problem(`The files cannot be looked at: ${error instanceof Error ? error.message : String(error)}`)]
  }
}

/** Loaded with the first address that is looked at. */
const pages = ({ previews: { blocked } }: Config): ReadPage => {
  let reader: Promise<ReadPage> | undefined
  const load = async () => {
    const [{ pageReader }, { guardedFetch }] = await Promise.all([
      import('#outside/pages/read-page.ts'),
      import('#outside/fetch/guarded.ts'),
    ])
    return pageReader({ fetch: guardedFetch(), blocked })
  }
  return async url => {
    reader ??= load()
    return (await reader)(url)
  }
}

const problem = (says: string) => ({ level: 'problem' as const, says })

/** Backups that the server makes by itself are made by a child process with the same settings. */
const scheduled = async ({ dataDir, backup }: Config, log: Log, metrics: Metrics) => {
  ;(await backups()).clearLeft(dataDir, lockFolder)
  const { to, everyMs, keep, keyFile } = backup
  if (to === null) return null
  const { scheduleBackups } = await import('#outside/backup/schedule.ts')
  const program = Bun.isStandaloneExecutable ? [process.execPath] : [process.execPath, Bun.main]
  const settings = ['--data', dataDir, '--backup-to', to, '--backup-keep', String(keep)]
  return scheduleBackups({
    folder: to,
    everyMs,
    command: [...program, 'backup', ...settings, ...(keyFile === null ? [] : ['--backup-key', keyFile])],
    clock: Date.now,
    made: () => log.info('backup.made'),
    failed: error => {
      metrics.failedBackups.add()
      log.error('backup.failed', { error })
    },
  })
}

type Assembled = { app: App; store: Store; log: Log; metrics: Metrics; close(): Promise<void>; broken: Promise<never> }

/** Everything below the doors, on a data directory that nobody else uses. */
const assemble = async (
  config: Config,
  { clock = Date.now, restored = false }: { clock?: () => number; restored?: boolean } = {},
): Promise<Assembled> => {
  const lock = lockDataDir(config.dataDir)
  const log = createLog(config.logLevel, line => process.stderr.write(line))
  const metrics = createMetrics()
  const observe = (commands: number, seconds: number | null) => {
    if (seconds === null) return metrics.failedCommits.add()
    metrics.commits.add(commands)
    metrics.commitSeconds.add(seconds)
  }
  const fresh = { epoch: newId('E'), workspace: newId('T'), general: newId('C'), bot: newId('U') }
  const { promise: broken, reject } = Promise.withResolvers<never>()
  let isBroken = false
  // The command line, which does not wait for it, hears from the command that failed.
  broken.catch(() => {
    isBroken = true
  })
  const begunAnew = () => log.warn('database.put_back', { new_epoch: fresh.epoch })
  const schedule = (run: () => void) => setImmediate(run)
  const options = {
    fresh,
    clock,
    ofName: { words: nameWords, keys: nameKeys },
    schedule,
    restored,
    begunAnew,
    observe,
    broken: reject,
  }
  const store = await opening(async () => openStore(await openEngine(config), options))
  const bus = await openBus(config, store.identity.epoch)
  const { limited } = config
  const failed = reporting(log, metrics)
  const app = await opening(() =>
    createApp({
      passwords: argon2id(),
      providers: openidProviders(config.providers),
      ...(config.mail && { mail: smtp(config.mail.url, config.mail.from) }),
      files: filesOf(config),
      ...(config.previews.on && { previews: { readPage: pages(config), origins: config.origins } }),
      store,
      bus,
      monotonic: () => performance.now(),
      clock,
      limited,
      metrics,
      failed,
    }),
  )
  const close = async () => {
    // Closing would try again what must not be tried again; the end of the process lets go of everything.
    if (isBroken) return
    await store.close()
    await bus.close()
    lock.release()
  }
  return { app, store, log, metrics, close, broken }
}

/** Nobody waits for what followers and jobs do: the operator hears of what fails. */
const reporting =
  (log: Log, metrics: Metrics): Failed =>
  failure => {
    const error = String(failure.error)
    if ('follower' in failure) {
      metrics.failedFollowers.add([failure.follower])
      log.error('follower.failed', { follower: failure.follower, error })
    } else if (failure.dead) log.error('job.dead', { job: failure.job, error })
    else log.warn('job.failed', { job: failure.job, error })
  }

/** What is wrong with a database (newer, damaged, away) is for the operator, without a stack. */
const opening = async <T>(open: () => Promise<T>): Promise<T> => {
  try {
    return await open()
  } catch (error) {
    if (error instanceof StoreBroken) throw error
    throw new StartError(`The database cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Files are beside the database, in a folder of their own, or where it was said. */
const filesOf = ({ dataDir, files, s3 }: Config) => ({
  blobs: s3 === null ? diskBlobs(join(dataDir, BLOBS)) : s3Blobs(s3),
  pictures: subprocessPictures(),
  limits: files,
})

/** Only a server that has PostgreSQL or NATS pays for loading its client. */
const openEngine = async ({ databaseUrl, dataDir }: Config): Promise<Engine> =>
  databaseUrl === null
    ? openSqlite(join(dataDir, DATABASE))
    : (await import('#store/postgres.ts')).openPostgres(databaseUrl)

const openBus = async ({ natsUrl }: Config, space: string): Promise<Bus> =>
  natsUrl === null ? localBus() : (await import('#bus/nats.ts')).natsBus(natsUrl, space)

const listening = <T>({ host, port }: Config, listen: () => T): T => {
  try {
    return listen()
  } catch (error) {
    throw new StartError(
      /EADDRINUSE|in use/.test(String(error))
        ? `Port ${port} is in use. Choose another: --port ${port + 1}`
        : `Cannot listen on ${host}:${port}: ${String(error)}`,
    )
  }
}

/** The server cannot start here; the message says why in one sentence. */
class StartError extends Error {
  override name = 'StartError'
}

const misuse = (error: unknown): boolean => error instanceof ConfigError || error instanceof UsageError

// The executable has no other program inside: as this one it decodes one picture (`outside/pictures`).
if (Bun.isStandaloneExecutable && process.argv[2] === PICTURE_CHILD) {
  await import('#outside/pictures/child.ts')
  process.exit(0)
}

try {
  process.exit(await runCommand(process.argv.slice(2), { start, open, renew, backUp, restoreTo, examine, version }))
} catch (error) {
  const known = [ConfigError, UsageError, DoorError, DataDirError, StartError, StoreBroken, BackupError].some(
    kind => error instanceof kind,
  )
  console.error(known && error instanceof Error ? error.message : error)
  if (error instanceof UsageError) console.error(`\n${USAGE}`)
  // Leaving in any other way closes SQLite, which then tries the failed fsync again, and may be told that all is well.
  if (error instanceof StoreBroken) process.kill(process.pid, 'SIGKILL')
  process.exit(misuse(error) ? 2 : 1)
}
