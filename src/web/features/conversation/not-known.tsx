import { say } from '../../words/say.ts'
import { away } from '../status/away.ts'
import { StatusLine } from '../status/status-line.tsx'
import { ChannelHeader } from './channel-header.tsx'

/**
 * Before the list of channels has come, and so for as long as there is no connection, nobody can tell what a name means,
 * or where to begin (null). For a short while that is nothing to speak of.
 */
export function NotKnown({ name }: { name: string | null }) {
  return (
    <>
      <ChannelHeader icon="hash" title={name === null ? null : { name, full: `#${name}` }} />
      <div class="not-found">{away.value && (name === null ? <NothingKept /> : <NotAtHand name={name} />)}</div>
      <StatusLine />
    </>
  )
}

function NotAtHand({ name }: { name: string }) {
  return (
    <>
      <p class="not-found-title">{say`${<bdi>#{name}</bdi>} is not at hand.`}</p>
      <p>{say`We can look once you are online again.`}</p>
    </>
  )
}

function NothingKept() {
  return (
    <>
      <p class="not-found-title">{say`Nothing is here yet.`}</p>
      <p>{say`Your channels appear once you are online.`}</p>
    </>
  )
}
