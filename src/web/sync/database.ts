/** IndexedDB with promises: the little of it that we need. */

/** Files that are on their way have a database of their own: see `files/upload-store.ts`. */
export const FILES_DATABASE = 'flack-files-1'

/** What a request comes to. */
export const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Resolves once everything that was asked of a transaction is kept, and rejects where nothing of it is. */
export const kept = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new DOMException('', 'AbortError'))
    transaction.oncomplete = () => resolve()
    transaction.onerror = fail
    transaction.onabort = fail
  })

/** Opens a database in a version, or in the one that it has. `upgrade` makes the tables of a new version. */
export const openDatabase = (
  name: string,
  version: number | undefined,
  upgrade: (db: IDBDatabase) => void,
): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, version)
  request.onupgradeneeded = () => upgrade(request.result)
  return resultOf(request)
}

export const deleteDatabase = (name: string): Promise<unknown> => resultOf(indexedDB.deleteDatabase(name))

/** Lets go of a database that another tab wants to change, and tells of that, or that the browser took it. */
export const watchOver = (db: IDBDatabase, lost: () => void): IDBDatabase => {
  db.onversionchange = () => {
    db.close()
    lost()
  }
  db.onclose = lost
  return db
}
