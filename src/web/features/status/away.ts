import { signal, useComputed, useSignalEffect } from '@preact/signals'
import { useClient } from '../client.ts'

/** A connection may be away for so long before anybody is told, milliseconds. */
const SHORT_MS = 4000
/** The same where the machine itself says that it has no network. */
const OFFLINE_SHORT_MS = 800

/**
 * Whether there has been no connection for longer than what nobody needs to be told of. Of the page, and not of one
 * conversation: who goes on to another one knows it already.
 */
export const away = signal(false)

/** Keeps `away` true to the connection. */
export const useAway = (): void => {
  const { connection } = useClient()
  const live = useComputed(() => connection.value.phase === 'live')
  useSignalEffect(() => {
    away.value = false
    if (live.value) return
    const timer = setTimeout(() => (away.value = true), navigator.onLine ? SHORT_MS : OFFLINE_SHORT_MS)
    return () => clearTimeout(timer)
  })
}
