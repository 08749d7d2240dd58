import type { Call } from '#domain/text/tree.ts'
import { pathOf } from '../../routes.ts'
import { useClient } from '../client.ts'

/** Somebody by today's name; nobody in particular until that is known. */
export function UserMention({ id }: { id: string }) {
  const { replica, session } = useClient()
  const me = session.value
  const name = replica.user(id).value?.name
  return (
    // biome-ignore lint/a11y/useSemanticElements: the words in a button could not be selected with those around it
    <span
      class="text-mention"
      role="button"
      tabIndex={0}
      data-user={id}
      data-me={me.phase === 'signed-in' && me.id === id}
      data-unknown={name === undefined || undefined}
    >
      @{name ?? '…'}
    </span>
  )
}

export function ChannelMention({ id }: { id: string }) {
  const name = useClient().replica.channel(id).value?.name
  if (name === undefined)
    return (
      <bdi class="text-mention" data-unknown="true">
        #…
      </bdi>
    )
  return (
    <a class="text-mention" href={pathOf(id)}>
      <bdi>#{name}</bdi>
    </a>
  )
}

/** A user group by today's handle. */
export function GroupMention({ id }: { id: string }) {
  const { groups, myGroups } = useClient().replica
  const handle = groups.value.get(id)?.handle
  return (
    // biome-ignore lint/a11y/useSemanticElements: the words in a button could not be selected with those around it
    <span
      class="text-mention"
      role="button"
      tabIndex={0}
      data-group={id}
      data-me={myGroups.value.has(id)}
      data-unknown={handle === undefined || undefined}
    >
      @{handle ?? '…'}
    </span>
  )
}

export function CallMention({ who }: { who: Call }) {
  return (
    <span class="text-mention" data-me="true">
      @{who}
    </span>
  )
}
