import { type ReadonlySignal, useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { closeList, listIsOpen } from '../../navigation.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Mark, Wordmark } from '../../ui/mark.tsx'
import { useClient } from '../client.ts'
import { ChannelLink } from './channel-link.tsx'

/** Everything that can be gone to, and who I am. On a small screen it covers the conversation while it is open. */
export function Sidebar({
  current,
  onCreate,
  onProfile,
}: {
  current: string | null
  onCreate: () => void
  onProfile: () => void
}) {
  return (
    <aside class="sidebar" aria-label="Workspace">
      <header class="sidebar-head">
        <Mark size={20} />
        <Wordmark size={17} />
        {listIsOpen.value && (
          <IconButton icon="close" label="Close the list" class="sidebar-close" onClick={closeList} />
        )}
      </header>
      <nav class="channels" aria-label="Channels">
        <div class="channels-head">
          <h2>Channels</h2>
          <IconButton icon="plus" label="Create channel" onClick={onCreate} />
        </div>
        <ChannelList joined current={current} />
        <ChannelList joined={false} current={current} />
      </nav>
      <Me onProfile={onProfile} />
    </aside>
  )
}

/** Drawn anew only when a channel comes, goes or changes sides: whatever else changes is for its own line. */
function ChannelList({ joined, current }: { joined: boolean; current: string | null }) {
  const ids = useChannelIds(joined).value
  if (ids.length === 0) return null
  return (
    <>
      {!joined && <h3 class="channels-others">Not joined</h3>}
      <ul class="channel-list">
        {ids.map(id => (
          <ChannelLink key={id} id={id} current={id === current} />
        ))}
      </ul>
    </>
  )
}

const useChannelIds = (joined: boolean): ReadonlySignal<readonly string[]> => {
  const { channels } = useClient().replica
  const last = useRef<readonly string[]>([])
  return useComputed(() => {
    const ids = channels.value.filter(channel => channel.joined === joined).map(({ id }) => id)
    const same = ids.length === last.current.length && ids.every((id, at) => id === last.current[at])
    if (!same) last.current = ids
    return last.current
  })
}

function Me({ onProfile }: { onProfile: () => void }) {
  const session = useClient().session.value
  if (session.phase !== 'signed-in') return null
  return (
    <footer class="sidebar-foot">
      <Avatar id={session.id} name={session.name} size={24} />
      <bdi class="me-name" id="me-name" title={session.name}>
        {session.name}
      </bdi>
      <button class="me" type="button" aria-describedby="me-name" aria-haspopup="dialog" onClick={onProfile}>
        Profile
      </button>
    </footer>
  )
}
