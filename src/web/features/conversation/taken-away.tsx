import type { OutboxEntry } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'

/** What one wrote in a channel that is gone, and could not send: it stays until somebody has copied or discarded it. */
export function NotSentHere({ channel }: { channel: string }) {
  const { outbox } = useClient()
  const entries = outbox.entries.value.filter(entry => entry.channel === channel)
  if (entries.length === 0) return null
  return (
    <section class="kept-texts" aria-label={say`Not sent`}>
      <h2>{say`You wrote this here, and it was not sent:`}</h2>
      <ul>
        {entries.map(entry => (
          <Kept key={entry.clientId} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function Kept({ entry: { clientId, text, state } }: { entry: OutboxEntry }) {
  const { outbox } = useClient()
  const copy = async () => {
    const isCopied = await copyText(text)
    announce(isCopied ? say`Text copied` : say`Could not copy. Select the text and press Ctrl+C.`)
  }
  return (
    <li>
      <p class="kept-text" dir="auto">
        {text}
      </p>
      {state.phase === 'failed' && <p class="kept-reason">{refusedWords(state.refusal)}</p>}
      <Button look="quiet" onClick={() => void copy()}>
        {say`Copy text`}
      </Button>
      <Button look="quiet" onClick={() => outbox.discard(clientId)}>
        {say`Discard`}
      </Button>
    </li>
  )
}
