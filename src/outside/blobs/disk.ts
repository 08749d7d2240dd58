import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Blobs, checkedName, NoRoom, WrongOffset } from './blobs.ts'

/** So much is read ahead of who reads. */
const CHUNK_BYTES = 256 * 1024

/** Blobs as files of a folder, which only their owner may enter. */
export const diskBlobs = (folder: string): Blobs => {
  const unfinished = (name: string) => join(folder, 'unfinished', checkedName(name))
  const whole = (name: string) => join(folder, checkedName(name).slice(0, 2), name)

  const held = async (name: string) => sizeOf(unfinished(name))

  /** On the disk, under its own name: first the content, then the name, then the folder that has the name. */
  const publish = async (from: string, name: string) => {
    const to = whole(name)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await synced(from)
    await rename(from, to)
    await synced(dirname(to))
  }

  return {
    held,
    append: async (name, offset, bytes) => {
      const path = unfinished(name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      if (((await held(name)) ?? 0) !== offset) throw new WrongOffset(`${name} is not at ${offset}.`)
      const handle = await open(path, offset === 0 ? 'w' : 'r+', 0o600)
      try {
        return await appended(handle, offset, bytes)
      } finally {
        await handle.close()
      }
    },
    finish: async name => {
      if ((await held(name)) !== null) await publish(unfinished(name), name)
      else if ((await sizeOf(whole(name))) === null) throw new Error(`${name} was not begun.`)
    },
    put: async (name, bytes) => {
      const path = unfinished(`${name.split('.')[0]}.put`)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const handle = await open(path, 'w', 0o600)
      try {
        await roomy(handle.writeFile(bytes))
      } finally {
        await handle.close()
      }
      await publish(path, name)
    },
    size: name => sizeOf(whole(name)),
    read: (name, from, to) => streamOf(whole(name), from, to),
    remove: async name => {
      for (const path of [unfinished(name), unfinished(`${name.split('.')[0]}.put`), whole(name)])
        await rm(path, { force: true })
    },
    free: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const appended = async (handle: FileHandle, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number> => {
  let at = offset
  for await (const chunk of bytes) {
    for (let written = 0; written < chunk.byteLength; ) {
      const { bytesWritten } = await roomy(handle.write(chunk, written, chunk.byteLength - written, at))
      written += bytesWritten
      at += bytesWritten
    }
  }
  return at
}

const roomy = async <T>(written: Promise<T>): Promise<T> => {
  try {
    return await written
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code) ? new NoRoom('The disk is full.') : error
  }
}

const synced = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const streamOf = (path: string, from: number, to: number): ReadableStream<Uint8Array> => {
  let handle: FileHandle | null = null
  let at = from
  const close = async () => {
    await handle?.close()
    handle = null
  }
  return new ReadableStream<Uint8Array>(
    {
      pull: async controller => {
        handle ??= await open(path, 'r')
        const chunk = new Uint8Array(Math.min(CHUNK_BYTES, to - at))
        const { bytesRead } = chunk.byteLength === 0 ? { bytesRead: 0 } : await handle.read(chunk, 0, chunk.length, at)
        at += bytesRead
        if (bytesRead > 0) controller.enqueue(chunk.subarray(0, bytesRead))
        if (bytesRead > 0 && at < to) return
        await close()
        if (at < to) controller.error(new Error('A blob is shorter than it should be.'))
        else controller.close()
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}
