import type { ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { titleOf } from '../title-of.ts'
import { useLeave } from './leave.ts'

/** Before somebody leaves what they cannot come back to alone. */
export function LeaveDialog({ channel, onClose }: { channel: string; onClose: () => void }) {
  const summary = useClient().replica.channel(channel).value
  return summary === null ? null : <Question summary={summary} onClose={onClose} />
}

function Question({ summary, onClose }: { summary: ChannelSummary; onClose: () => void }) {
  const { refusal, leave } = useLeave(summary, onClose)
  return (
    <Dialog title={say`Leave ${titleOf(useClient(), summary).full}?`} onClose={onClose}>
      <p>{refusal.value ?? say`Only who is in it can bring you back.`}</p>
      <footer class="dialog-foot">
        <Button onClick={onClose}>{say`Stay`}</Button>
        <Button look="danger" onClick={leave}>
          {say`Leave channel`}
        </Button>
      </footer>
    </Dialog>
  )
}
