import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/leftovers.ts'
import { startProgram } from '../support/program.ts'

const library = '/usr/lib/fiu'
const works = existsSync(`${library}/fiu_posix_preload.so`) && Bun.which('fiu-ctrl') !== null

/** Why calls to the system cannot be made to fail here; '' where they can. */
export const noFaults = works ? '' : ' (skipped: no fiu-run on this machine; on Debian: apt-get install fiu-utils)'

/** The numbers of Linux. */
export const EIO = 5
export const ENOSPC = 28
export const EROFS = 30

/** Calls that a program makes can be told to fail while it runs. */
export type Faults = {
  /** The environment to start the program with. */
  env: Record<string, string>
  /** Lets calls like `rw/pwrite` or `sync/fsync` fail with an error number, always or with a probability. */
  fail(pid: number, call: string, errno: number, probability?: number): Promise<void>
  heal(pid: number, call: string): Promise<void>
}

export const faults = (): Faults => {
  const fifo = join(temporaryFolder('fiu'), 'control')
  const tell = async (pid: number, command: string) => {
    const program = startProgram(['fiu-ctrl', '-f', fifo, '-c', command, String(pid)], { env: process.env })
    if ((await program.exited) !== 0) throw new Error(`fiu-ctrl ${command}: ${program.stderr()}`)
  }
  return {
    env: {
      LD_PRELOAD: `${library}/fiu_run_preload.so ${library}/fiu_posix_preload.so`,
      FIU_CTRL_FIFO: fifo,
      FIU_ENABLE: '',
    },
    fail: (pid, call, errno, probability = 1) =>
      tell(
        pid,
        probability === 1
          ? `enable name=posix/io/${call},failinfo=${errno}`
          : `enable_random name=posix/io/${call},failinfo=${errno},probability=${probability}`,
      ),
    heal: (pid, call) => tell(pid, `disable name=posix/io/${call}`),
  }
}
