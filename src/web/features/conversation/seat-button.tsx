import { useSignal } from '@preact/signals'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { useClient } from '../client.ts'
import { generalIn, isGeneral } from '../general.ts'
import { usePerform } from '../use-ask.ts'

/** Leaves the channel. The way back is the line above its field. */
export function SeatButton({ summary }: { summary: ChannelSummary }) {
  const { refusal, leave } = useLeave(summary.id)
  return (
    <>
      {summary.joined && !isGeneral(summary) && <IconButton icon="leave" label="Leave channel" onClick={leave} />}
      {refusal.value !== null && <Refused reason={refusal.value} onClose={() => (refusal.value = null)} />}
    </>
  )
}

const useLeave = (channel: string) => {
  const { replica } = useClient()
  const perform = usePerform()
  const refusal = useSignal<string | null>(null)
  const isDrawn = useIsDrawn()
  const leave = async () => {
    const performed = await perform({ do: 'channel.leave', channel })
    // Who has gone on meanwhile is where they want to be.
    if (!isDrawn()) return
    const general = generalIn(replica.channels.peek())
    if (performed !== null && 'refused' in performed) refusal.value = performed.refused.message
    else if (general !== undefined) go(pathOf(general.id))
  }
  return { refusal, leave }
}

function Refused({ reason, onClose }: { reason: string; onClose: () => void }) {
  return (
    <Dialog title="You are still in this channel" onClose={onClose}>
      <p>{reason}</p>
      <footer class="dialog-foot">
        <Button look="main" onClick={onClose}>
          OK
        </Button>
      </footer>
    </Dialog>
  )
}
