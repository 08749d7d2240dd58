import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { temporaryFolder } from '../support/leftovers.ts'
import { startProgram } from '../support/program.ts'

const own = ['unshare', '--mount', 'sh', '-c']
const works = Bun.spawnSync([...own, 'mount -t tmpfs tmpfs /mnt']).success

/** Why no small disk can be had here; '' where it can. */
export const noSmallDisk = works ? '' : ' (skipped: nobody may mount here; it takes root on Linux)'

const main = `${import.meta.dir}/../../src/main.ts`

/** A server whose data is on a disk of so many MiB, which only it sees and which goes with it. */
export const startOnSmallDisk = async (mebibytes: number) => {
  const dir = temporaryFolder('small-disk')
  const mount = `mount -t tmpfs -o size=${mebibytes}m tmpfs "$0" && exec "$@"`
  const serve = [process.execPath, main, 'serve', '--port', '0', '--data', dir, '--limits', 'off']
  const program = startProgram([...own, mount, dir, ...serve], { env: { PATH: process.env.PATH } })
  const [, url = ''] = await program.says(/^Flack is ready: (http:\/\/\S+?)\/?$/m)
  const ballast = `/proc/${program.pid}/root${dir}/ballast`
  return {
    program,
    url,
    /** Takes every byte that is left. */
    fill: () => fill(ballast),
    free: () => rmSync(ballast),
  }
}

const fill = (file: string): void => {
  const descriptor = openSync(file, 'a')
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) writeUntilFull(descriptor, Buffer.alloc(size))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const writeUntilFull = (descriptor: number, block: Buffer): void => {
  try {
    for (;;) if (writeSync(descriptor, block) < block.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
