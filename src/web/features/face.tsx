import { Avatar } from '../ui/avatar.tsx'
import { Online } from '../ui/online.tsx'
import { useClient } from './client.ts'

interface FaceProps {
  id: string
  name: string
  size: Parameters<typeof Avatar>[0]['size']
  bot?: boolean
  /** A press on it leads to who that is, as one on the name beside it does. */
  opens?: boolean
}

/** Somebody's avatar, and whether they are there. */
export function Face({ id, name, size, bot = false, opens = false }: FaceProps) {
  const { replica } = useClient()
  const online = replica.online(id).value
  const ordinal = replica.user(id).value?.ordinal
  return (
    <span class="face" data-user={opens ? id : undefined}>
      <Avatar id={id} name={name} ordinal={ordinal} size={size} bot={bot} />
      <Online is={online && !bot} />
    </span>
  )
}
