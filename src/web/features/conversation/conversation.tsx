import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import type { IconName } from '../../ui/icon.tsx'
import { later } from '../../ui/later.tsx'
import { say } from '../../words/say.ts'
import { AtHand, AtHandProvider } from '../actions/at-hand.ts'
import { partsNow } from '../actions/load-parts.ts'
import { useClient } from '../client.ts'
import { Composer } from '../composer/composer.tsx'
import { useEditLastKey } from '../shortcuts/first-keys.ts'
import { StatusLine } from '../status/status-line.tsx'
import { Reading } from '../timeline/reading.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { isDirect, titleOf } from '../title-of.ts'
import { ChannelHeader } from './channel-header.tsx'
import { notFound } from './nowhere.ts'
import { TypingLine } from './typing-line.tsx'

/** Nobody begins with it. */
const undoBar = later(() => import('../status/undo.tsx').then(({ UndoBar }) => UndoBar))
const channelMenu = later(() => import('./channel-menu.tsx').then(({ ChannelMenu }) => ChannelMenu))

/** One channel: drawn anew for each, so that nothing of one can be left in another. */
export function Conversation({ channel, seq }: { channel: string; seq: number | null }) {
  const client = useClient()
  // Reading begins at the message that was asked for first; to the next ones it goes below.
  const reading = useMemo(() => new Reading(client, channel, seq), [client, channel])
  const atHand = useMemo(() => new AtHand(client, channel), [client, channel])
  useEditLastKey(reading, atHand)
  const parts = partsNow()
  // Before the first paint: what is kept of it is read meanwhile.
  useLayoutEffect(() => void client.open(channel), [client, channel])
  useEffect(() => {
    if (seq !== reading.marked.peek()) reading.goTo(seq)
  }, [reading, seq])

  const summary = client.replica.channel(channel).value
  const title = summary === null ? null : titleOf(client, summary)
  const { state } = client.replica.timeline(channel).value
  if (state === 'not-found') return <notFound.Later channel={channel} />
  return (
    <AtHandProvider value={atHand}>
      <ChannelHeader title={title} icon={iconOf(summary)} topic={summary?.topic}>
        {summary !== null && <channelMenu.Later summary={summary} />}
      </ChannelHeader>
      {reading.notFound.value && <p class="notice">{say`The message that this address names is not here.`}</p>}
      <Timeline channel={channel} reading={reading} />
      {parts !== null && atHand.tools !== null && <parts.ConversationParts tools={atHand.tools} />}
      {parts !== null && <parts.ConversationKeys reading={reading} atHand={atHand} />}
      <undoBar.Later />
      <StatusLine />
      {summary?.archived && (
        <p class="composer-place archived">{say`This channel is archived. It can be read, and no more.`}</p>
      )}
      {summary !== null && !summary.archived && !writes(summary) && (
        <p class="composer-place archived">
          {summary.posting === 'chosen'
            ? say`Only its admins write here, and those whom they chose.`
            : say`Only admins of the channel write here.`}
        </p>
      )}
      {summary !== null && title !== null && !summary.archived && writes(summary) && (
        <Composer channel={channel} title={title.full} joined={summary.joined} onSent={() => reading.markAllRead()} />
      )}
      <TypingLine channel={channel} />
    </AtHandProvider>
  )
}

/** Whether one writes there, as the server will decide. */
const writes = ({ posting, place }: ChannelSummary): boolean =>
  posting === null || place?.admin === true || (posting === 'chosen' && place?.posts === true)

const iconOf = (summary: ChannelSummary | null): IconName | undefined =>
  summary === null || !isDirect(summary) ? (summary?.kind === 'private' ? 'lock' : 'hash') : undefined
