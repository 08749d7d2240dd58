import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { othersIn, titleOf } from '../title-of.ts'
import { bringIntoView } from './bring-into-view.ts'
import { takeUp } from './channel-link.tsx'
import type { LineProps } from './channel-list.tsx'

/** A conversation with people: named by them. What is unread in it is meant for the reader, and so it is counted. */
export function DirectLink({ id, isCurrent }: LineProps) {
  const client = useClient()
  const summary = client.replica.channel(id).value
  if (summary === null) return null
  const { name } = titleOf(client, summary)
  const others = othersIn(client, summary)
  const note = useNote(summary, others)
  const { unread } = summary
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div class="channel-line" role="listitem" data-mute={summary.mute || undefined} data-unread={unread > 0}>
      <a
        class="channel-link direct-link"
        ref={isCurrent.value ? bringIntoView : null}
        onClick={isCurrent.value ? takeUp : undefined}
        href={pathOf(id)}
        aria-current={isCurrent.value ? 'page' : undefined}
        aria-describedby={note === '' ? undefined : `about-${id}`}
        title={name}
      >
        <span class="direct-face" aria-hidden="true">
          <WhoIsThere others={others} />
        </span>
        <bdi class="channel-name" translate={false}>
          {name}
        </bdi>
      </a>
      {note !== '' && (
        <span class="unseen" id={`about-${id}`}>
          <span key={note}>{note}</span>
        </span>
      )}
      {unread > 0 && (
        <span class="mentions" aria-hidden="true" translate={false}>
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </div>
  )
}

/** One's face, and whether they are there; of several, how many they are. */
function WhoIsThere({ others }: { others: readonly string[] }) {
  const { replica } = useClient()
  const [first] = others
  if (first === undefined || others.length > 1) return <span class="direct-count">{others.length}</span>
  const user = replica.user(first).value
  return <Face id={first} name={user?.name ?? ''} size={20} bot={user?.kind === 'bot'} />
}

/** What the name does not say. */
const useNote = ({ unread, people }: ChannelSummary, others: readonly string[]): string => {
  const { replica, session } = useClient()
  const [first = ''] = others
  const isOnline = replica.online(first).value && others.length === 1
  const me = session.value.phase === 'signed-in' ? session.value.id : ''
  const isOwn = people.length === 1 && first === me
  const parts = [
    isOwn && say`you`,
    isOnline && !isOwn && say`online`,
    unread > 0 && say`${unread > 99 ? '99+' : unread} unread`,
  ]
  return parts.filter(part => part !== false).join(', ')
}
