import { useEffect } from 'preact/hooks'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import type { Reading } from './reading.ts'
import { indexOf } from './span.ts'

/** For who is further up: how much there is below that they have not seen, and the way to it. */
export function Downwards({ channel, reading, onGone }: { channel: string; reading: Reading; onGone: () => void }) {
  const { seqs } = useClient().replica.timeline(channel).value
  const away = !reading.atEnd.value && reading.span.value !== null
  // Lines and not numbers: a message that was deleted leaves no line.
  const count = away ? seqs.length - indexOf(seqs, reading.seen.value + 1) : 0
  const something = count > 0
  const goDown = () => {
    reading.toEnd()
    onGone()
  }
  useEffect(() => {
    if (something) announce(say`There are new messages below.`)
  }, [something])
  return (
    <div class="downwards">
      {something && (
        <Button look="main" onClick={goDown}>
          <Icon name="arrow-down" />
          <span key={count}>{plural(count, { one: say`${1} new message`, other: say`${count} new messages` })}</span>
        </Button>
      )}
      {away && !something && <IconButton icon="arrow-down" label={say`Go to the newest message`} onClick={goDown} />}
    </div>
  )
}
