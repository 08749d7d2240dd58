import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { SQL } from 'bun'
import { findPostgres } from '../../bin/lib/find.mjs'
import { temporaryFolder } from './leftovers.ts'
import { freePort } from './ports.ts'
import { type Program, startProgram } from './program.ts'
import { until } from './wait.ts'

/** A PostgreSQL cluster of our own, with fsync as in production. The URL stays the same across `restart`. */
export interface Postgres {
  /** Of the database `postgres`; everybody on the loopback address is trusted. */
  readonly url: string
  /** Kills every process of the cluster at once, as a power cut does. */
  kill9(): Promise<void>
  /** Starts it again; stops it first where it still runs. */
  restart(): Promise<void>
  /** Stops it, breaking off open connections in good order. */
  stop(): Promise<void>
}

let shared: Promise<Postgres> | undefined
let databases = 0

/** URL of a new, empty database in a cluster that all tests of this process share. */
export async function freshDatabase(): Promise<string> {
  shared ??= startPostgres()
  const { url } = await shared
  databases += 1
  const name = `test_${databases}`
  await using sql = new SQL(url, { max: 1 })
  await sql.unsafe(`CREATE DATABASE ${name}`)
  return url.replace(/\/postgres$/, `/${name}`)
}

/** Where the write-ahead log is kept, if not with the data: a folder on a disk that programs see `within` a command. */
export interface WalDisk {
  dir: string
  within: string[]
}

/** Starts a private cluster on a free port, for tests that kill it; others ask for a `freshDatabase`. */
export async function startPostgres(wal?: WalDisk): Promise<Postgres> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error('There are no PostgreSQL server programs on this machine.')
  const folder = temporaryFolder('postgres', { open: true })
  const port = await freePort()
  const owner = [...(wal?.within ?? []), ...giveAway(folder)]
  await initialise(programs, folder, owner, wal)
  const settings = ['-c', 'max_connections=200', '-c', 'lc_messages=C', '-c', 'unix_socket_directories=']
  // What is there is not used again: new segments are needed soon, and there is no place for them on a full disk.
  if (wal) settings.push('-c', 'wal_recycle=off')
  const start = async () => {
    const command = [`${programs}/postgres`, '-D', `${folder}/data`, '-h', '127.0.0.1', '-p', String(port), ...settings]
    const program = startProgram([...owner, ...command], { cwd: folder })
    await program.says(/database system is ready to accept connections/)
    return program
  }
  let program = await start()
  const stop = async () => {
    program.kill('SIGINT')
    await program.exited
  }
  return {
    url: `postgres://flack@127.0.0.1:${port}/postgres`,
    kill9: () => killAll(program),
    restart: async () => {
      await stop()
      program = await start()
    },
    stop,
  }
}

/** PostgreSQL refuses to run as root: then it runs as a user without rights, who owns the folder. Answers the command's prefix. */
function giveAway(folder: string): string[] {
  if (userInfo().uid !== 0) return []
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (user === undefined) throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody.')
  const [, , uid = '', gid = ''] = user
  chownSync(folder, Number(uid), Number(gid))
  return ['setpriv', '--reuid', uid, '--regid', gid, '--clear-groups']
}

async function initialise(programs: string, folder: string, owner: string[], wal?: WalDisk): Promise<void> {
  const options = ['-U', 'flack', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  // Segments of 1 MiB, so that a small disk is soon full.
  if (wal) options.push('--waldir', `${wal.dir}/wal`, '--wal-segsize', '1')
  const initdb = startProgram([...owner, `${programs}/initdb`, '-D', `${folder}/data`, ...options], { cwd: folder })
  if ((await initdb.exited) !== 0) throw new Error(`initdb failed.\n${initdb.stdout()}${initdb.stderr()}`)
}

/**
 * The postmaster stands still first, so that it neither bears nor mourns children; they would notice its death only
 * after finishing what they do. Until the last of them is gone, their shared memory keeps a new postmaster from starting.
 */
async function killAll(program: Program): Promise<void> {
  program.kill('SIGSTOP')
  const children = childrenOf(program.pid)
  program.kill('SIGKILL')
  for (const pid of children) tryKill(pid)
  await program.exited
  await until(() => children.every(isGone), { what: 'the end of the processes of PostgreSQL' })
}

/** On Linux; elsewhere PostgreSQL's processes notice the death of their postmaster by themselves, in a moment. */
function childrenOf(parent: number): number[] {
  if (!existsSync('/proc/self/stat')) return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number {
  return Number(statOf(pid)?.match(/^\d+ \(.*\) \S (\d+)/s)?.[1])
}

/** A zombie is gone too: it only waits for whoever adopted it to look. */
function isGone(pid: number): boolean {
  return /\) Z /.test(statOf(String(pid)) ?? ') Z ')
}

function statOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was quicker.
  }
}
