import { join } from 'node:path'
import { BenchError } from './bench.ts'

/** The two programs in C, built for this machine: the load generator and the reference. */
export type Tools = { wsload: string; cref: string }

/** The server has one core, and what loads it another. */
export const SERVER_CPU = 0
export const LOAD_CPU = 1

/** Builds both into a folder. Throws `BenchError` with one sentence where that cannot be done. */
export const buildTools = (folder: string): Tools => {
  if (process.platform !== 'linux') throw new BenchError('bin/bench needs Linux: its load generator uses epoll.')
  if (!Bun.which('taskset')) throw new BenchError('bin/bench needs taskset, which is part of util-linux.')
  if (navigator.hardwareConcurrency < 2) throw new BenchError('bin/bench needs two cores: one serves, one asks.')
  const compiler = Bun.which('cc') ?? Bun.which('gcc') ?? Bun.which('clang')
  if (!compiler) throw new BenchError('bin/bench needs a C compiler (Debian: apt install gcc libc6-dev).')
  const build = (name: string): string => {
    const [source, program] = [join(import.meta.dir, 'load', `${name}.c`), join(folder, name)]
    const { exitCode, stderr } = Bun.spawnSync([compiler, '-O2', '-march=native', '-o', program, source])
    if (exitCode !== 0) throw new BenchError(`${source} could not be built: ${stderr}`)
    return program
  }
  return { wsload: build('wsload'), cref: build('cref') }
}
