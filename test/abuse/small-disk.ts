import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { mayMount, type OwnMount, ownMount } from './own-mount.ts'

/** Why no small disk can be had here; '' where it can. */
export const noSmallDisk = mayMount('mount -t tmpfs tmpfs /mnt')
  ? ''
  : ' (skipped: nobody may mount here; it takes root on Linux)'

export type SmallDisk = OwnMount & {
  /** Takes every byte that is left. */
  fill(): void
  free(): void
}

/** A disk of so many MiB, in memory. */
export const smallDisk = async (mebibytes: number): Promise<SmallDisk> => {
  const disk = await ownMount(`mount -t tmpfs -o size=${mebibytes}m tmpfs "$0"`)
  const ballast = `${disk.outside}/ballast`
  return { ...disk, fill: () => fill(ballast), free: () => rmSync(ballast) }
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
