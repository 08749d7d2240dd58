import { endWithTests } from './leftovers.ts'
import { patience } from './pace.ts'

/** A running program whose output is kept. */
export interface Program {
  readonly pid: number
  /** Resolves to the exit code; 128 + the signal's number where a signal ended it. */
  readonly exited: Promise<number>
  /** Everything that it said so far on stdout. */
  stdout(): string
  /** Everything that it said so far on stderr. */
  stderr(): string
  kill(signal: NodeJS.Signals): void
  /** Resolves with the first match in what it says on either; fails when it ends, or after 30 s, quoting what it said. */
  says(pattern: RegExp): Promise<RegExpMatchArray>
}

const PATIENCE = patience(30_000)

/** Starts a program that ends with the tests at the latest. `env` replaces the whole environment. */
export function startProgram(
  command: string[],
  { env, cwd }: { env?: NodeJS.Dict<string>; cwd?: string } = {},
): Program {
  const child = Bun.spawn(command, { env, cwd, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  endWithTests(child)
  const said = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  const gather = async (stream: ReadableStream<Uint8Array>, name: 'stdout' | 'stderr') => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) {
      said[name] += decoder.decode(chunk, { stream: true })
      for (const listener of listeners) listener()
    }
  }
  const gathered = Promise.all([gather(child.stdout, 'stdout'), gather(child.stderr, 'stderr')])
  const says = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const fail = (why: string) =>
        settle(() =>
          reject(new Error(`${command.join(' ')} ${why} before it said ${pattern}.\n${said.stdout}${said.stderr}`)),
        )
      const look = () => {
        const match = said.stdout.match(pattern) ?? said.stderr.match(pattern)
        if (match !== null) settle(() => resolve(match))
      }
      const timer = setTimeout(() => fail(`took more than ${PATIENCE} ms`), PATIENCE)
      const settle = (finish: () => void) => {
        clearTimeout(timer)
        listeners.delete(look)
        finish()
      }
      listeners.add(look)
      void child.exited.then(() => gathered).then(() => fail(`ended (${child.exitCode ?? child.signalCode})`))
      look()
    })
  return {
    pid: child.pid,
    exited: child.exited,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    kill: signal => child.kill(signal),
    says,
  }
}
