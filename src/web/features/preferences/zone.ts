import { useEffect } from 'preact/hooks'
import { useClient } from '../client.ts'

/**
 * Says where the person is, for those who are about to call a channel together: when they come, and when it has changed.
 * Of two devices in different zones that holds which was looked at last.
 */
export const useZone = (): void => {
  const client = useClient()
  useEffect(() => {
    const tell = () => {
      const value = Intl.DateTimeFormat().resolvedOptions().timeZone
      const isKnown = client.replica.preferences.peek().zone === value
      if (isKnown || document.hidden || client.connection.peek().phase !== 'live') return
      // Not through the outbox: nobody did it, and the next visit does it again.
      void client.ask('preference.set', { name: 'zone', value })
    }
    const stop = client.connection.subscribe(tell)
    addEventListener('focus', tell)
    return () => {
      stop()
      removeEventListener('focus', tell)
    }
  }, [client])
}
