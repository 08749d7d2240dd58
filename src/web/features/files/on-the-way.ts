import { signal } from '@preact/signals'
import type { Client, PostFile } from '../../sync/api.ts'
import type { Uploads } from '../../sync/files/uploads.ts'
import { lateStyles } from '../../ui/late-styles.ts'
import type { Tray } from './tray.tsx'

/** What sends files, and what shows those that wait. Fetched by whoever attaches one, or left some. */
interface OnTheWay {
  uploads: Uploads
  Tray: typeof Tray
}

const loaded = signal<OnTheWay | null>(null)
let loading: Promise<OnTheWay> | undefined

/** Rejects where it cannot be had; the next call tries again. */
export const loadOnTheWay = (client: Client): Promise<OnTheWay> => {
  loading ??= Promise.all([client.uploads(), import('./tray.tsx'), lateStyles()]).then(([uploads, { Tray }]) => {
    loaded.value = { uploads, Tray }
    return loaded.value
  })
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

/** Null until somebody attached something. Signals are read. */
export const onTheWayNow = (): OnTheWay | null => loaded.value

/** Whether files wait in the field of a channel. Signals are read. */
export const hasFiles = (channel: string): boolean => (loaded.value?.uploads.tray(channel).length ?? 0) > 0

/** Where this page has the bytes of a file that it sent itself; null of all others. Signals are read. */
export const localOf = (id: string): string | null => loaded.value?.uploads.addressOf(id) ?? null

/** What goes with a message that is sent now. */
export const takeFiles = (channel: string): PostFile[] | undefined => {
  const taken = loaded.peek()?.uploads.take(channel) ?? []
  return taken.length > 0 ? taken : undefined
}
