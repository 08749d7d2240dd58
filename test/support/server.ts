import { endWithTests, temporaryFolder } from './leftovers.ts'
import { type Program, startProgram } from './program.ts'
import { surroundings } from './surroundings.ts'

/** A Flack server of our own, in a process of its own. */
export interface Server {
  /** Address of its page, without a slash at the end: `http://127.0.0.1:40123`. Kept across `restart`. */
  readonly url: string
  readonly port: number
  /** Of the running process; another one after `restart`. */
  readonly pid: number
  readonly dataDir: string
  /** Resolves to the exit code of the process that runs now. */
  readonly exited: Promise<number>
  /** Everything that it said on stderr since the first start: JSON, one line per event. */
  logs(): string
  /** Ends it with a signal (SIGTERM by default) and waits; answers the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>
  /** Ends it with SIGKILL and waits. */
  kill9(): Promise<void>
  /** Starts it again with the same port, data and arguments; stops it first where it still runs. */
  restart(): Promise<void>
}

export interface ServerOptions {
  /** Further arguments of `flack serve`. */
  args?: string[]
  /** Further environment. FLACK_ settings, DATABASE_URL and NATS_URL of the surroundings are never handed on. */
  env?: Record<string, string>
  /** By default a new temporary folder. */
  dataDir?: string
  /** Another composition root than `src/main.ts`, relative to the project. */
  entry?: string
  /** What is put before the command. */
  within?: string[]
}

const root = `${import.meta.dir}/../..`

/** Starts `flack serve` on a free port and waits until it says that it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const dataDir = options.dataDir ?? temporaryFolder('data')
  const start = async (port: number) => {
    const program = launch({ ...options, dataDir }, port)
    const [, address = ''] = await program.says(/^Flack is ready: (http:\/\/\S+)$/m)
    return { program, port: Number(new URL(address).port) }
  }
  let earlier = ''
  let { program, port } = await start(0)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    program.kill(signal)
    return program.exited
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    get pid() {
      return program.pid
    },
    get exited() {
      return program.exited
    },
    logs: () => earlier + program.stderr(),
    stop,
    kill9: async () => {
      await stop('SIGKILL')
    },
    restart: async () => {
      await stop()
      earlier += program.stderr()
      ;({ program, port } = await start(port))
    },
  }
}

/** Runs `flack <command>` with the arguments to its end. */
export async function runFlack(
  args: string[],
  { env = {} }: { env?: Record<string, string> } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = Bun.spawn([process.execPath, `${root}/src/main.ts`, ...args], {
    env: { ...surroundings(), ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  endWithTests(child)
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, stdout, stderr }
}

function launch(
  { args = [], env = {}, dataDir, entry = 'src/main.ts', within = [] }: ServerOptions,
  port: number,
): Program {
  const flags = ['serve', '--port', String(port), '--data', String(dataDir), ...args]
  const command = [...within, process.execPath, `${root}/${entry}`, ...flags]
  return startProgram(command, { env: { ...surroundings(), ...env } })
}
