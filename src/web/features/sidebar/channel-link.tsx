import { pathOf } from '../../routes.ts'
import { Icon } from '../../ui/icon.tsx'
import { useClient } from '../client.ts'

/** One line of the list. The link is named by the bare name; that there is something unread is its description. */
export function ChannelLink({ id, current }: { id: string; current: boolean }) {
  const summary = useClient().replica.channel(id).value
  if (summary === null) return null
  const { name, unread } = summary
  const note = unread === 0 ? undefined : `unread-${id}`
  return (
    <li class="channel-line" data-unread={unread > 0}>
      <a
        class="channel-link"
        href={pathOf(id)}
        aria-current={current ? 'page' : undefined}
        aria-describedby={note}
        title={name}
      >
        <Icon name="hash" />
        <bdi class="channel-name">{name}</bdi>
      </a>
      {unread > 0 && (
        <span class="unread" id={note}>
          {unread > 99 ? '99+' : unread}
          <span class="unseen"> unread</span>
        </span>
      )}
    </li>
  )
}
