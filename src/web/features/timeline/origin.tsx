import { useSignal } from '@preact/signals'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { isGeneral } from '../general.ts'
import { announce } from '../status/announce.ts'
import { isDirect } from '../title-of.ts'
import { today } from '../today.ts'
import { dayInWords } from './when.ts'

/** What a conversation is, since when, and who can be there. */
export function Origin({ summary, isEmpty }: { summary: ChannelSummary; isEmpty: boolean }) {
  if (isDirect(summary)) return <Between summary={summary} />
  return (
    <>
      <Made summary={summary} />
      {isEmpty && <CopyLink channel={summary.id} />}
    </>
  )
}

function Between({ summary: { people, kind } }: { summary: ChannelSummary }) {
  if (people.length === 1) return <p>{say`Only you are here: a place for notes.`}</p>
  if (kind === 'group') return <p>{say`Only these people and you can find this.`}</p>
  return <p>{say`Only the two of you can find this.`}</p>
}

/** Since when it is there, by whom, and who can find it. */
export function Made({ summary }: { summary: ChannelSummary }) {
  const { replica, session } = useClient()
  const by = replica.maker(summary.id).value
  const user = useMaker(by)
  if (isGeneral(summary)) return <p>{say`Everybody is in this channel.`}</p>
  const who = summary.kind === 'private' ? say`Only its members can find it.` : say`Anybody here can find it.`
  if (summary.made === null) return <p key={who}>{who}</p>
  const day = dayInWords(summary.made, today.value)
  const me = session.value.phase === 'signed-in' ? session.value.id : null
  if (by !== null && by === me) return <p key={day + who}>{say`You made this channel ${day}. ${who}`}</p>
  return (
    <p key={`${user} ${day} ${who}`}>
      {user === null
        ? say`This channel was made ${day}. ${who}`
        : say`${<bdi>{user}</bdi>} made this channel ${day}. ${who}`}
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
