import { FILES_DATABASE, kept, openDatabase, resultOf, watchOver } from '../database.ts'
import type { AboutFile } from './tus.ts'

/** A file that somebody chose, as it outlives the page. */
export interface KeptUpload {
  key: string
  /** The page in whose field it waits. */
  tab: string
  author: string
  channel: string
  name: string
  alt: string
  /** Its place among those that were chosen for the same message. */
  order: number
  /** When it was chosen, milliseconds since 1970. */
  at: number
  width: number | null
  height: number | null
  /** Where the server has it, once it has begun. */
  location: string | null
  /** What the server says of it, once it is there. */
  about: AboutFile | null
  /** It went into a message; before, it waits in the field. */
  isPosted: boolean
}

/** The bytes apart from what is said of them, which changes more often: a browser gives no file twice unasked. */
const TABLES = ['uploads', 'bytes']
/** Says to the next page that something is kept, so that it looks: nobody else pays for looking. */
const SIGN = 'flack.files'

/** A database of its own: large files take their time, and what else is kept must not wait behind them. */
export class UploadStore {
  #opened: Promise<IDBDatabase> | null = null

  async all(): Promise<KeptUpload[]> {
    const db = await this.#open()
    return resultOf(db.transaction('uploads').objectStore('uploads').getAll()) as Promise<KeptUpload[]>
  }

  async bytes(key: string): Promise<Blob | null> {
    const db = await this.#open()
    const held = (await resultOf(db.transaction('bytes').objectStore('bytes').get(key))) as { blob: Blob } | undefined
    return held?.blob ?? null
  }

  /** `blob`: at the first time. Whether it will outlive this page. */
  async keep(upload: KeptUpload, blob?: Blob): Promise<boolean> {
    try {
      await this.#change(transaction => {
        transaction.objectStore('uploads').put(upload)
        if (blob !== undefined) transaction.objectStore('bytes').put({ key: upload.key, blob })
      })
      localStorage.setItem(SIGN, '1')
      return true
    } catch {
      return false
    }
  }

  async forget(key: string): Promise<void> {
    const change = this.#change(transaction => {
      for (const table of TABLES) transaction.objectStore(table).delete(key)
    })
    await change.catch(() => {})
  }

  async #change(change: (transaction: IDBTransaction) => void): Promise<void> {
    const transaction = (await this.#open()).transaction(TABLES, 'readwrite')
    const done = kept(transaction)
    change(transaction)
    await done
  }

  #open(): Promise<IDBDatabase> {
    const lost = () => {
      this.#opened = null
    }
    const makeTables = (db: IDBDatabase) => {
      for (const table of TABLES) db.createObjectStore(table, { keyPath: 'key' })
    }
    this.#opened ??= openDatabase(FILES_DATABASE, 1, makeTables).then(
      db => watchOver(db, lost),
      error => {
        lost()
        throw error
      },
    )
    return this.#opened
  }
}

/** Whether this page or an earlier one may have left files. */
export const mayHoldFiles = (): boolean => {
  try {
    return localStorage.getItem(SIGN) !== null
  } catch {
    return false
  }
}

/** Nothing is kept any more. */
export const holdsNoFiles = (): void => {
  try {
    localStorage.removeItem(SIGN)
  } catch {
    // Then it was never there.
  }
}
