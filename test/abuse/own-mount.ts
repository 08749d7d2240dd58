import { temporaryFolder } from '../support/leftovers.ts'
import { type Program, startProgram } from '../support/program.ts'

const own = ['unshare', '--mount', 'sh', '-c']

/** Whether a shell command works for somebody who may mount what nobody else sees. */
export const mayMount = (command: string): boolean => Bun.spawnSync([...own, command]).success

/** A folder on a disk of its own that only programs started `within` see, and which goes with the tests. */
export type OwnMount = {
  dir: string
  /** To be put before a command. */
  within: string[]
  /** The same folder as everybody can reach it. */
  outside: string
  close(): Promise<unknown>
}

/** `mount`: a shell command that mounts the disk on `$0`. Throws if it cannot. */
export const ownMount = async (mount: string): Promise<OwnMount> => {
  const dir = temporaryFolder('disk', { open: true })
  const holder: Program = startProgram([...own, `${mount} && echo mounted && exec sleep infinity`, dir], {
    env: process.env,
  })
  await holder.says(/mounted/)
  return {
    dir,
    // With its root folder, too: tests may run in one that is not the system's, as in `bin/check --bare`. Seen from
    // there the folder that they were started in is nowhere.
    within: ['nsenter', '--mount', '--root', '--wdns=/', '--target', String(holder.pid)],
    outside: `/proc/${holder.pid}/root${dir}`,
    close: () => {
      holder.kill('SIGKILL')
      return holder.exited
    },
  }
}
