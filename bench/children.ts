import { surroundings } from '../test/support/surroundings.ts'

/** The programs that the bench started: each on a core of its own, and none of them outlives it. */

const running = new Set<{ kill(signal: NodeJS.Signals): void }>()

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))

/** A session of its own, which goes before other sessions on a shared machine where the system lets it. */
const PREFERRED = ['setsid', 'sh', '-c', 'echo -10 2>/dev/null >/proc/self/autogroup; exec "$@"', 'sh']

/** Starts a program on one core; its errors go to the terminal, its output to us. */
export const spawnOn = (cpu: number, command: readonly string[], cwd?: string) => {
  const pinned = [...PREFERRED, 'taskset', '-c', String(cpu), ...command]
  const child = Bun.spawn(pinned, { cwd, env: surroundings(), stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' })
  running.add(child)
  void child.exited.then(() => running.delete(child))
  return child
}
