import { later } from '../../ui/later.tsx'
import { useClient } from '../client.ts'
import { titleOf } from '../title-of.ts'

/** Fetched after the first drawing, with its line kept free. */
const origin = later(() => import('./origin.tsx').then(({ Origin }) => Origin))

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
      <div class="beginning-origin">
        <origin.Later summary={summary} isEmpty={isEmpty} />
      </div>
    </div>
  )
}
