/**
 * The contents of files, under random names that say nothing. `blobs.contract.ts` is the suite of every engine. A name is
 * *unfinished* as long as it grows, and *whole* from then on; what is whole appears at once or not at all.
 */
export type Blobs = {
  /** How many bytes of something unfinished are kept; null: nothing was begun under this name, or it is whole. */
  held(name: string): Promise<number | null>
  /**
   * Goes on at `offset`, which is what is kept of it (0 begins it), and answers what is kept then. Where the bytes end
   * with an error, what came before it is kept. Rejects with `WrongOffset`, or `NoRoom` where the disk is full.
   */
  append(name: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>
  /** What is unfinished is whole from now on, and survives a loss of power. Nothing, if it is whole already. */
  finish(name: string): Promise<void>
  /** Something small, whole at once, in place of what may be there. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Of something whole its bytes; null: it is not there. */
  size(name: string): Promise<number | null>
  /** Of something whole the bytes from one to before another. They are read as they are asked for. */
  read(name: string, from: number, to: number): ReadableStream<Uint8Array>
  /** Whatever there is under this name is gone. */
  remove(name: string): Promise<void>
  /** Bytes that there is room for. */
  free(): Promise<number>
}

export class WrongOffset extends Error {
  override name = 'WrongOffset'
}

export class NoRoom extends Error {
  override name = 'NoRoom'
}

/** A name goes into a path: it must be one that was drawn by us. */
const NAME = /^[a-z0-9]{16,64}(\.[a-z0-9]{1,8})?$/

/** The name, where it is one of a blob; throws where it is anything else. */
export const checkedName = (name: string): string => {
  if (!NAME.test(name)) throw new Error('This is not the name of a blob.')
  return name
}
