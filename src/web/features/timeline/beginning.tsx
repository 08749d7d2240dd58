import { useClient } from '../client.ts'

/** Above the first message; for an empty channel, all there is. */
export function Beginning({ channel }: { channel: string }) {
  const { replica } = useClient()
  const name = replica.channel(channel).value?.name ?? ''
  const { seqs, pending } = replica.timeline(channel).value
  const empty = seqs.length === 0 && pending.length === 0
  return (
    <div class="beginning">
      <p class="beginning-title">
        This is the beginning of <bdi>#{name}</bdi>.
      </p>
      {empty && <p>Nothing has been said here yet. Write the first message below.</p>}
    </div>
  )
}
