import { useSignal } from '@preact/signals'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { isGeneral } from '../general.ts'
import { announce } from '../status/announce.ts'
import { titleOf } from '../title-of.ts'
import { today } from '../today.ts'
import { dayInWords } from './when.ts'

/** Above the first message; for an empty channel, all there is: what it is, since when, and how others get here. */
export function Beginning({ channel }: { channel: string }) {
  const client = useClient()
  const { replica } = client
  const summary = replica.channel(channel).value
  const { seqs, pending } = replica.timeline(channel).value
  if (summary === null) return <div class="beginning" />
  const isEmpty = seqs.length === 0 && pending.length === 0
  return (
    <div class="beginning">
      <p class="beginning-title" translate={false}>
        <bdi>{titleOf(client, summary).full}</bdi>
      </p>
      <Origin summary={summary} />
      {isEmpty && <CopyLink channel={channel} />}
    </div>
  )
}

function Origin({ summary }: { summary: ChannelSummary }) {
  const { replica, session } = useClient()
  const by = replica.maker(summary.id).value
  const user = useMaker(by)
  if (isGeneral(summary)) return <p>{say`Everybody is in this channel.`}</p>
  if (summary.made === null) return <p>{say`Anybody here can find it.`}</p>
  const day = dayInWords(summary.made, today.value)
  const me = session.value.phase === 'signed-in' ? session.value.id : null
  if (by !== null && by === me) return <p key={day}>{say`You made this channel ${day}. Anybody here can find it.`}</p>
  return (
    <p key={`${user} ${day}`}>
      {user === null
        ? say`This channel was made ${day}. Anybody here can find it.`
        : say`${<bdi>{user}</bdi>} made this channel ${day}. Anybody here can find it.`}
    </p>
  )
}

const useMaker = (id: string | null): string | null => {
  const { replica } = useClient()
  return id === null ? null : (replica.user(id).value?.name ?? null)
}

function CopyLink({ channel }: { channel: string }) {
  const words = useSignal(say`Copy link`)
  const copy = async () => {
    const isCopied = await copyText(location.origin + pathOf(channel))
    words.value = isCopied ? say`Link copied` : say`Could not copy. The address of this page is the link.`
    announce(words.value)
  }
  return (
    <Button onClick={copy}>
      <span key={words.value}>{words.value}</span>
    </Button>
  )
}
