import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Connection } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useClient } from '../client.ts'
import { announced } from './announce.ts'

/** A connection may be away for so long before anybody is told, milliseconds. */
const SHORT_MS = 4000
/** The same where the machine itself says that it has no network. */
const OFFLINE_SHORT_MS = 800

/**
 * One thin line above the message field that says what does not work right now, and what still does. It is also the one
 * place that is read out by itself, messages aside.
 */
export function StatusLine() {
  const client = useClient()
  const connection = client.connection.value
  const away = useAwayForLong(connection)
  const idle = client.outbox.entries.value.length === 0
  return (
    <div class="status" role="status" aria-atomic="false">
      {announced.value !== null && (
        <p class="unseen" key={announced.value.number}>
          {announced.value.text}
        </p>
      )}
      {away && (
        <p class="status-line">
          <Icon name="alert" />
          <span>
            {navigator.onLine ? 'The connection is lost; trying again.' : 'You are offline.'} What you send is kept and
            goes out when the connection is back.
          </span>
        </p>
      )}
      {connection.phase === 'live' && connection.stale && idle && (
        <p class="status-line" data-calm>
          <span>There is a new version of Flack.</span>
          <Button look="quiet" onClick={() => void client.renew()}>
            Reload
          </Button>
        </p>
      )}
    </div>
  )
}

const useAwayForLong = ({ phase }: Connection): boolean => {
  const long = useSignal(false)
  const live = phase === 'live'
  useEffect(() => {
    long.value = false
    if (live) return
    const timer = setTimeout(() => (long.value = true), navigator.onLine ? SHORT_MS : OFFLINE_SHORT_MS)
    return () => clearTimeout(timer)
  }, [live, long])
  return long.value && !live
}
