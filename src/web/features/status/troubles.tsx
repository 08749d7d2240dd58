import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { away } from './away.ts'
import { blocked } from './blocked.ts'

/** What does not work right now, and what still does. */
export function Troubles() {
  const client = useClient()
  const connection = client.connection.value
  const idle = client.outbox.idle.value
  return (
    <>
      {client.drafts.unkept.value && (
        <p class="status-line">
          <Icon name="alert" />
          <span>
            {say`The storage of this browser is full: what you write and do not send is gone when this page closes.`}
          </span>
        </p>
      )}
      {away.value && <Away onTry={() => client.reconnect()} />}
      {connection.phase === 'live' && connection.stale && idle && (
        <p class="status-line" data-calm>
          <span>{say`There is a new version of Flack.`}</span>
          <Button look="quiet" onClick={() => void client.renew()}>
            {say`Reload`}
          </Button>
        </p>
      )}
    </>
  )
}

/** The page tries by itself, after a long time more and more seldom: somebody who knows better need not wait for it. */
function Away({ onTry }: { onTry: () => void }) {
  const line = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(
    () => () => {
      // The button goes when it has done its work.
      if (line.current?.contains(document.activeElement)) focusToWrite()
    },
    [],
  )
  const words = wordsFor(navigator.onLine, blocked.value)
  return (
    <p class="status-line" ref={line}>
      <Icon name="alert" />
      <span key={words}>{words}</span>
      {/* Where the machine itself has no network a try is no use. */}
      {navigator.onLine && (
        <Button look="quiet" onClick={onTry}>
          {say`Try now`}
        </Button>
      )}
    </p>
  )
}

const wordsFor = (isOnline: boolean, isBlocked: boolean): string => {
  if (!isOnline) return say`Offline. Messages wait and go out later.`
  if (!isBlocked) return say`The connection is lost; trying again. Messages wait and go out later.`
  return say`The server answers, but lets no live connection through: probably a proxy in front of it does not pass WebSockets on. Whoever runs it finds what to set in docs/operations.md. Messages wait and go out later.`
}
