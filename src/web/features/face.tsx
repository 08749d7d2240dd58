import { Avatar } from '../ui/avatar.tsx'
import { Online } from '../ui/online.tsx'
import { useClient } from './client.ts'

/** Somebody's avatar, and whether they are there. */
export function Face({
  id,
  name,
  size,
  bot = false,
}: {
  id: string
  name: string
  size: Parameters<typeof Avatar>[0]['size']
  bot?: boolean
}) {
  const online = useClient().replica.online(id).value
  return (
    <span class="face">
      <Avatar id={id} name={name} size={size} bot={bot} />
      <Online is={online && !bot} />
    </span>
  )
}
