import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { pathOf } from '../../routes.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useAtHand } from '../actions/at-hand.ts'
import { partsNow } from '../actions/load-parts.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { MessageFiles } from '../files/message-files.tsx'
import { MessagePreviews, mayLead } from '../previews/message-previews.tsx'
import { mayQuote, quotesNow } from '../quotes/load-quotes.ts'
import { Chips } from '../reactions/chips.tsx'
import { away } from '../status/away.ts'
import { isMeant } from '../text/read-text.ts'
import { absentees } from './absentees.ts'
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
  const { replica } = useClient()
  const user = replica.user(said.author).value
  const name = user?.name ?? '…'
  const { seq } = said
  const line = useRef<HTMLElement>(null)
  useReadOutOnce(line)
  const { isEdited, isPointedAt, isParked, isFailed, isAbsent, isForMe, hands } = useDoings(said)
  return (
    <article
      class="message"
      ref={line}
      tabIndex={-1}
      data-seq={seq ?? undefined}
      data-key={said.key}
      data-grouped={grouped}
      data-marked={marked}
      data-mentions-me={isForMe || undefined}
      aria-current={marked ? 'location' : undefined}
      data-state={said.entry?.state.phase}
    >
      {!grouped && <Face id={said.author} name={name} size={36} bot={user?.kind === 'bot'} opens />}
      <header class="message-head">
        <Author id={said.author} name={name} grouped={grouped} />
        <Time said={said} channel={channel} />
      </header>
      {isEdited && hands !== null ? (
        <hands.MessageEditor said={said} tools={hands.tools} />
      ) : (
        said.text !== '' && <Text text={said.text} />
      )}
      {said.edited !== null && !isEdited && <Edited said={said} />}
      {said.hasFiles && <MessageFiles said={said} channel={channel} />}
      {seq !== null && mayLead(said.text) && <MessagePreviews said={said} channel={channel} seq={seq} />}
      {seq !== null && <Chips said={said} channel={channel} seq={seq} />}
      {isFailed && hands !== null && said.entry !== null && <hands.FailedPost entry={said.entry} />}
      {isAbsent && hands !== null && <hands.AbsentLine said={said} channel={channel} />}
      {isParked && hands !== null && <hands.FailedEdit said={said} tools={hands.tools} />}
      {isPointedAt && !isEdited && hands !== null && <hands.ActionBar said={said} tools={hands.tools} />}
    </article>
  )
}

/**
 * What is going on with a message. Every signal is read whatever the others say: one that is not read at first is never
 * heard of again.
 */
const useDoings = ({ key, seq, entry, text, author }: Said) => {
  const atHand = useAtHand()
  const { outbox, session, replica } = useClient()
  const isPointedAt = useComputed(() => atHand.isOn(key)).value
  const isEdited = useComputed(() => atHand.isEdited(key)).value
  const isParked = useComputed(() =>
    outbox.parked.value.some(
      ({ act }) => act.do === 'message.edit' && act.channel === atHand.channel && act.message === seq,
    ),
  ).value
  /** It names somebody who is not in the channel. */
  const isAbsent = useComputed(() => absentees.value.has(key)).value
  const isFailed = entry?.state.phase === 'failed'
  // All other messages do not read `partsNow`, or each would be drawn again when the parts come.
  const parts = isPointedAt || isEdited || isParked || isFailed || isAbsent ? partsNow() : null
  const hands = parts === null || atHand.tools === null ? null : { ...parts, tools: atHand.tools }
  const me = session.value.phase === 'signed-in' ? session.value.id : ''
  // The text says so at once, before the server has written a row; the row knows what a text does not say.
  const hasRow = seq !== null && replica.isMentioned(atHand.channel, seq).value
  const isForMe = hasRow || isMeant(text, me, author, replica.myGroups.value)
  return { isPointedAt, isEdited, isParked, isFailed, isAbsent, isForMe, hands }
}

/** It leads to who that is. Like the time it is no stop of the Tab key. */
function Author({ id, name, grouped }: { id: string; name: string; grouped: boolean }) {
  const bdi = <bdi translate={false}>{name}</bdi>
  if (grouped) return <span class="unseen">{bdi}</span>
  return (
    <button class="message-author" type="button" title={name} tabIndex={-1} data-user={id}>
      {bdi}
    </button>
  )
}

/** The time leads to the message's own address. It is no stop of the Tab key: a hundred of them would be in the way. */
function Time({ said: { seq, at, entry }, channel }: { said: Said; channel: string }) {
  // Without a connection it has not been said yet.
  const isWaiting = entry?.state.phase === 'waiting' && away.value
  const time = (
    <time
      class={isWaiting ? 'unseen' : undefined}
      dateTime={new Date(at).toISOString()}
      title={momentOf(at)}
      translate={false}
    >
      {timeOf(at)}
    </time>
  )
  // The same element before and after it is sent: another one would be read out anew.
  return (
    <a class="message-time" href={seq === null ? undefined : pathOf(channel, seq)} tabIndex={-1}>
      {time}
      {isWaiting && (
        <span class="message-waiting" title={say`Waiting`}>
          <Icon name="clock" />
          <span>{say`Waiting`}</span>
        </span>
      )}
    </a>
  )
}

/** What was said, and what it leads to. */
function Text({ text }: { text: string }) {
  const quotes = mayQuote(text) ? quotesNow() : null
  return quotes === null ? <MessageText text={text} /> : <quotes.QuotedText text={text} />
}

/** The one word that a text is not the first, and the way to what it was. */
function Edited({ said }: { said: Said }) {
  const atHand = useAtHand()
  const title = said.edited === null ? undefined : say`Edited ${momentOf(said.edited)}`
  if (said.seq === null) return null
  return (
    <button
      class="message-edited"
      type="button"
      tabIndex={-1}
      title={title}
      onClick={() => atHand.use(tools => tools.open({ kind: 'history', said }))}
    >
      {say`(edited)`}
    </button>
  )
}
