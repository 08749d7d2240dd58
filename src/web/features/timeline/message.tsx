import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { pathOf } from '../../routes.ts'
import type { OutboxEntry } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ActionBar } from '../actions/action-bar.tsx'
import { useTools } from '../actions/message-tools.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { isMeant } from '../text/read-text.ts'
import { MessageText } from './message-text.tsx'
import { useReadOutOnce } from './read-out.ts'
import type { Said } from './said.ts'
import { momentOf, timeOf } from './when.ts'

interface MessageProps {
  said: Said
  channel: string
  grouped: boolean
  marked: boolean
}

/** One message. A grouped one has its author for those who hear the page, and shows its time in the gutter when wanted. */
export function Message({ said, channel, grouped, marked }: MessageProps) {
  const user = useClient().replica.user(said.author).value
  const name = user?.name ?? '…'
  const { seq } = said
  const line = useRef<HTMLElement>(null)
  useReadOutOnce(line)
  const { pointed, me } = useTools()
  const isPointedAt = useComputed(() => pointed.is(said.key)).value
  return (
    <article
      class="message"
      ref={line}
      tabIndex={-1}
      data-seq={seq ?? undefined}
      data-key={said.key}
      data-grouped={grouped}
      data-marked={marked}
      data-mentions-me={isMeant(said.text, me, said.author) || undefined}
      aria-current={marked ? 'location' : undefined}
      data-state={said.entry?.state.phase}
    >
      {!grouped && <Face id={said.author} name={name} size={36} bot={user?.kind === 'bot'} />}
      <header class="message-head">
        <bdi class={grouped ? 'unseen' : 'message-author'} title={grouped ? undefined : name}>
          {name}
        </bdi>
        <Time said={said} channel={channel} />
      </header>
      <MessageText text={said.text} />
      {said.entry?.state.phase === 'failed' && <Failed entry={said.entry} reason={said.entry.state.refusal.message} />}
      {isPointedAt && <ActionBar said={said} />}
    </article>
  )
}

/** The time leads to the message's own address. It is no stop of the Tab key: a hundred of them would be in the way. */
function Time({ said: { seq, at }, channel }: { said: Said; channel: string }) {
  const time = (
    <time dateTime={new Date(at).toISOString()} title={momentOf(at)}>
      {timeOf(at)}
    </time>
  )
  // The same element before and after it is sent: another one would be read out anew.
  return (
    <a class="message-time" href={seq === null ? undefined : pathOf(channel, seq)} tabIndex={-1}>
      {time}
    </a>
  )
}

function Failed({ entry, reason }: { entry: OutboxEntry; reason: string }) {
  const { outbox } = useClient()
  // Either way the line with these buttons goes away: the focus stays with the messages.
  const whenChosen = (act: () => void) => (event: { currentTarget: HTMLElement }) => {
    event.currentTarget.closest<HTMLElement>('.timeline')?.focus({ preventScroll: true })
    act()
  }
  return (
    <div class="message-failed">
      <p>
        <Icon name="alert" />
        This message was not sent. {reason}
      </p>
      <Button look="quiet" onClick={whenChosen(() => outbox.retry(entry.clientId))}>
        Retry
      </Button>
      <Button look="quiet" onClick={whenChosen(() => outbox.discard(entry.clientId))}>
        Discard
      </Button>
    </div>
  )
}
