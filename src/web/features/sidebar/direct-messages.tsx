import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { ChannelList } from './channel-list.tsx'
import type { ChannelOrder } from './channel-order.ts'
import type { CurrentMarks } from './current-marks.ts'
import { DirectLink } from './direct-link.tsx'
import { Hidden, SectionMenu } from './own-sections.tsx'

interface DirectMessagesProps {
  order: ChannelOrder
  marks: CurrentMarks
  onWrite: () => void
}

/** The conversations with people, what moved last first. */
export function DirectMessages({ order, marks, onWrite }: DirectMessagesProps) {
  return (
    <nav class="list-next" aria-label={say`Direct messages`} data-section="direct">
      <div class="list-head">
        <h2>{say`Direct messages`}</h2>
        <SectionMenu section="direct" name={say`Direct messages`} order={order} />
        <IconButton icon="plus" label={say`New message`} haspopup="dialog" onClick={onWrite} />
      </div>
      <ChannelList ids={order.directs} marks={marks} Line={DirectLink} />
      <Hidden section="direct" order={order} />
    </nav>
  )
}
