import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import { later } from '../../ui/later.tsx'
import { say } from '../../words/say.ts'
import { AtHand, AtHandProvider } from '../actions/at-hand.ts'
import { partsNow } from '../actions/load-parts.ts'
import { useClient } from '../client.ts'
import { Composer } from '../composer/composer.tsx'
import { StatusLine } from '../status/status-line.tsx'
import { UndoBar } from '../status/undo.tsx'
import { Reading } from '../timeline/reading.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { ChannelHeader } from './channel-header.tsx'
import { useConversationKeys } from './conversation-keys.ts'
import { NotFound } from './not-found.tsx'
import { TypingLine } from './typing-line.tsx'

/** Nobody begins with it. */
const channelMenu = later(() => import('./channel-menu.tsx').then(({ ChannelMenu }) => ChannelMenu))

/** One channel: drawn anew for each, so that nothing of one can be left in another. */
export function Conversation({ channel, seq }: { channel: string; seq: number | null }) {
  const client = useClient()
  // Reading begins at the message that was asked for first; to the next ones it goes below.
  const reading = useMemo(() => new Reading(client, channel, seq), [client, channel])
  const atHand = useMemo(() => new AtHand(client, channel), [client, channel])
  const parts = partsNow()
  // Before the first paint: what is kept of it is read meanwhile.
  useLayoutEffect(() => void client.open(channel), [client, channel])
  useEffect(() => {
    if (seq !== reading.marked.peek()) reading.goTo(seq)
  }, [reading, seq])

  useConversationKeys(reading, atHand)
  const summary = client.replica.channel(channel).value
  const { state } = client.replica.timeline(channel).value
  if (state === 'not-found') return <NotFound />
  return (
    <AtHandProvider value={atHand}>
      <ChannelHeader name={summary?.name ?? ''}>
        {summary !== null && <channelMenu.Later summary={summary} />}
      </ChannelHeader>
      {reading.notFound.value && <p class="notice">{say`The message that this address names is not here.`}</p>}
      <Timeline channel={channel} reading={reading} />
      {parts !== null && atHand.tools !== null && <parts.ConversationParts tools={atHand.tools} />}
      <UndoBar />
      <StatusLine />
      {summary !== null && (
        <Composer channel={channel} name={summary.name} joined={summary.joined} onSent={() => reading.markAllRead()} />
      )}
      <TypingLine channel={channel} />
    </AtHandProvider>
  )
}
