import type { ReadonlySignal } from '@preact/signals'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { ChannelList } from './channel-list.tsx'
import type { CurrentMarks } from './current-marks.ts'
import { DirectLink } from './direct-link.tsx'

interface DirectMessagesProps {
  ids: ReadonlySignal<readonly string[]>
  marks: CurrentMarks
  onWrite: () => void
}

/** The conversations with people, what moved last first. */
export function DirectMessages({ ids, marks, onWrite }: DirectMessagesProps) {
  return (
    <nav class="list-next" aria-label={say`Direct messages`}>
      <div class="list-head">
        <h2>{say`Direct messages`}</h2>
        <IconButton icon="plus" label={say`New message`} haspopup="dialog" onClick={onWrite} />
      </div>
      <ChannelList ids={ids} marks={marks} Line={DirectLink} />
    </nav>
  )
}
