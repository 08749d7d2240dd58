import { join } from 'node:path'
import { temporaryFolder } from '../support/leftovers.ts'
import { mayMount, type OwnMount, ownMount } from './own-mount.ts'

const make = (image: string) => `truncate -s 48M ${image} && mkfs.ext4 -q ${image}`
const mount = (image: string, dir: string) => `mount -o loop ${image} ${dir}`

const probe = join(temporaryFolder('probe', { open: true }), 'image')
const works = mayMount(`${make(probe)} && ${mount(probe, '/mnt')} && mount -o remount,abort /mnt`)

/** Why no disk can be made read-only here; '' where it can. */
export const noFailingDisk = works ? '' : ' (skipped: nobody may mount an ext4 image here; it takes root on Linux)'

export type FailingDisk = OwnMount & {
  /** What the kernel does when it finds the file system damaged: from now on nothing is written, open files included. */
  abort(): void
  /** What the operator does then. Nobody may have a file of it open. */
  mountAgain(): void
}

/** An ext4 file system. An orderly `remount,ro` would be refused while a database is open. */
export const failingDisk = async (): Promise<FailingDisk> => {
  const image = join(temporaryFolder('image'), 'image')
  const disk = await ownMount(`${make(image)} && ${mount(image, '"$0"')}`)
  const run = (command: string) => {
    const { success, stderr } = Bun.spawnSync([...disk.within, 'sh', '-c', command])
    if (!success) throw new Error(`${command}: ${stderr}`)
  }
  return {
    ...disk,
    abort: () => run(`mount -o remount,abort ${disk.dir}`),
    mountAgain: () => run(`umount ${disk.dir} && ${mount(image, disk.dir)}`),
  }
}
