/**
 * The browser's storage, opened by the small script in front of the page while the program is still on its way: it takes
 * longer than reading from it. Both sides are here, since nothing else may know of it.
 */

/** The one database of ours. */
export const DATABASE = 'flack-1'

/** Where it lies until the program takes it. Null inside: it could not be had, or not as it is. */
const place = globalThis as { flackOpened?: Promise<IDBDatabase | null> | undefined }

/** For the script in front of the page. Makes nothing, and changes nothing: that is for the program. */
export const openEarly = (name: string): void => {
  place.flackOpened = new Promise<IDBDatabase | null>(resolve => {
    const opening = indexedDB.open(name)
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = event => {
      event.preventDefault()
      resolve(null)
    }
    opening.onsuccess = () => {
      const db = opening.result
      // Another tab wants to change the tables: unless this one closes the database, that tab has to wait for it.
      db.onversionchange = () => {
        db.close()
        place.flackOpened = undefined
      }
      resolve(db)
    }
  }).catch(() => null)
}

/** Once, and for the program, which has to see whether it is fit; null where nothing was opened. */
export const takeOpened = async (): Promise<IDBDatabase | null> => {
  const opened = await place.flackOpened
  // `onversionchange` may have closed the database during the wait, and taken it away.
  const taken = place.flackOpened === undefined ? null : (opened ?? null)
  place.flackOpened = undefined
  return taken
}
