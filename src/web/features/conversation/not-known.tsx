import { away } from '../status/away.ts'
import { StatusLine } from '../status/status-line.tsx'
import { ChannelHeader } from './channel-header.tsx'
import { notAtHand } from './nowhere.ts'

/**
 * Before the list of channels has come, and so for as long as there is no connection, nobody can tell what a name means,
 * or where to begin (null). For a short while that is nothing to speak of.
 */
export function NotKnown({ name }: { name: string | null }) {
  return (
    <>
      <ChannelHeader icon="hash" title={name === null ? null : { name, full: `#${name}` }} />
      <div class="not-found">{away.value && <notAtHand.Later name={name} />}</div>
      <StatusLine />
    </>
  )
}
