import type { Call } from '#domain/text/tree.ts'
import { pathOf } from '../../routes.ts'
import { useClient } from '../client.ts'

/** Somebody by today's name; nobody in particular until that is known. */
export function UserMention({ id }: { id: string }) {
  const { replica, session } = useClient()
  const me = session.value
  const name = replica.user(id).value?.name
  return (
    <bdi
      class="text-mention"
      data-me={me.phase === 'signed-in' && me.id === id}
      data-unknown={name === undefined || undefined}
    >
      @{name ?? '…'}
    </bdi>
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

export function CallMention({ who }: { who: Call }) {
  return (
    <span class="text-mention" data-me="true">
      @{who}
    </span>
  )
}
