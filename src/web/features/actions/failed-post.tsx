import type { OutboxEntry } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'

/** Under a message that the server refused for good: why, and what one can do. */
export function FailedPost({ entry }: { entry: OutboxEntry }) {
  const { outbox } = useClient()
  if (entry.state.phase !== 'failed') return null
  const reason = refusedWords(entry.state.refusal)
  // Either way the line with these buttons goes away: the focus stays with the messages.
  const whenChosen = (act: () => void) => (event: { currentTarget: HTMLElement }) => {
    event.currentTarget.closest<HTMLElement>('.timeline')?.focus({ preventScroll: true })
    act()
  }
  return (
    <div class="message-failed">
      <p>
        <Icon name="alert" />
        {say`This message was not sent.`} {reason}
      </p>
      <Button look="quiet" onClick={whenChosen(() => outbox.retry(entry.clientId))}>
        {say`Retry`}
      </Button>
      <Button look="quiet" onClick={whenChosen(() => outbox.discard(entry.clientId))}>
        {say`Discard`}
      </Button>
    </div>
  )
}
