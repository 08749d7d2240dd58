import { IconButton } from '../../ui/button.tsx'
import { Drawn } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { PEOPLE } from '../actions/outlines.ts'
import { CLIP } from '../files/outlines.ts'
import { opened } from '../opened.ts'
import { ChannelList } from './channel-list.tsx'
import type { ChannelOrder } from './channel-order.ts'
import type { CurrentMarks } from './current-marks.ts'
import { DirectLink } from './direct-link.tsx'
import { Hidden, SectionMenu } from './own-sections.tsx'
import { WorkspaceLines } from './workspace-lines.tsx'

interface DirectMessagesProps {
  order: ChannelOrder
  marks: CurrentMarks
  onWrite: () => void
}

/** The conversations with people, what moved last first. */
export function DirectMessages({ order, marks, onWrite }: DirectMessagesProps) {
  return (
    <>
      <nav class="list-next" aria-label={say`Direct messages`} data-section="direct">
        <div class="list-head">
          <h2>{say`Direct messages`}</h2>
          <SectionMenu section="direct" name={say`Direct messages`} order={order} />
          <IconButton icon="plus" label={say`New message`} haspopup="dialog" onClick={onWrite} />
        </div>
        <button
          class="list-line people-entry"
          type="button"
          aria-haspopup="dialog"
          onClick={() => {
            opened.value = 'people'
          }}
        >
          <Drawn outlines={PEOPLE} />
          {say`People`}
        </button>
        <ChannelList ids={order.directs} marks={marks} Line={DirectLink} />
        <Hidden section="direct" order={order} />
      </nav>
      <nav class="list-next" aria-label={say`Everything`}>
        <button
          class="list-line people-entry"
          type="button"
          aria-haspopup="dialog"
          onClick={() => (opened.value = 'files')}
        >
          <Drawn outlines={CLIP} />
          {say`Files`}
        </button>
        <WorkspaceLines />
      </nav>
    </>
  )
}
