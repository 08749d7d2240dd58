import { useSignal } from '@preact/signals'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { generalIn, isGeneral } from '../general.ts'
import { useAsk, useWaitingNote } from '../use-ask.ts'

/** Joins the channel, or leaves it: each is the way back from the other. */
export function SeatButton({ summary }: { summary: ChannelSummary }) {
  const { refusal, busy, move } = useMove(summary.id)
  const waiting = useWaitingNote(busy.value)
  return (
    <>
      {waiting !== null && <span class="conversation-note">{waiting}</span>}
      {!summary.joined && <Button onClick={() => move('channel.join')}>Join</Button>}
      {summary.joined && !isGeneral(summary) && (
        <IconButton icon="leave" label="Leave channel" onClick={() => move('channel.leave')} />
      )}
      {refusal.value !== null && (
        <Refused joined={summary.joined} reason={refusal.value} onClose={() => (refusal.value = null)} />
      )}
    </>
  )
}

const useMove = (channel: string) => {
  const { replica } = useClient()
  const ask = useAsk()
  const refusal = useSignal<string | null>(null)
  const busy = useSignal(false)
  const isDrawn = useIsDrawn()
  const move = async (name: 'channel.join' | 'channel.leave') => {
    if (busy.peek()) return
    busy.value = true
    const outcome = await ask(name, { channel }).finally(() => (busy.value = false))
    // Who has gone on meanwhile is where they want to be.
    if (!isDrawn()) return
    const general = generalIn(replica.channels.peek())
    if ('refused' in outcome) refusal.value = outcome.refused.message
    // The button that was used makes way for another one.
    else if (name === 'channel.join') focusToWrite()
    else if (general !== undefined) go(pathOf(general.id))
  }
  return { refusal, busy, move }
}

function Refused({ joined, reason, onClose }: { joined: boolean; reason: string; onClose: () => void }) {
  return (
    <Dialog title={joined ? 'You are still in this channel' : 'You are not in this channel'} onClose={onClose}>
      <p>{reason}</p>
      <footer class="dialog-foot">
        <Button look="main" onClick={onClose}>
          OK
        </Button>
      </footer>
    </Dialog>
  )
}
