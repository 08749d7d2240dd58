/** What somebody lets fall or pastes, as files. */

/** So many files of a folder are looked at: more go into no message. */
const MOST = 200

/** The files of a drop, those in folders too, in the order of their names. To be called in the event itself: a browser forgets what fell. */
export const filesOf = async (transfer: DataTransfer): Promise<File[]> => {
  const entries = [...transfer.items].flatMap(item => item.webkitGetAsEntry?.() ?? [])
  const plain = [...transfer.files]
  if (!entries.some(entry => entry.isDirectory)) return plain
  const found: File[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

/** Whether something that is dragged has files. */
export const bringsFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') === true

/**
 * The files of what is pasted. A table of a spreadsheet comes with a picture of itself, and is meant as its text; a
 * picture from a page comes with the page's own words for it, and is meant as a picture.
 */
export const pastedFiles = (transfer: DataTransfer | null): File[] => {
  const isText = transfer?.types.includes('text/html') && transfer.getData('text/plain').trim() !== ''
  return transfer === null || isText ? [] : [...transfer.files]
}

const walk = async (entry: FileSystemEntry, found: File[]): Promise<void> => {
  if (found.length >= MOST) return
  if (isFile(entry)) {
    const file = await new Promise<File | null>(resolve => entry.file(resolve, () => resolve(null)))
    // What systems leave in folders, for themselves.
    if (file !== null && !file.name.startsWith('.') && file.name !== 'Thumbs.db') found.push(file)
  } else if (isFolder(entry)) {
    for (const inside of (await insideOf(entry)).sort((a, b) => (a.name < b.name ? -1 : 1))) await walk(inside, found)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** All of it: a browser gives a hundred at a time. */
const insideOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>(resolve => reader.readEntries(resolve, () => resolve([])))
    if (some.length === 0) return all
    all.push(...some)
  }
}
