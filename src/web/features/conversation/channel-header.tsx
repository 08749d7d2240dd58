import { useSignal } from '@preact/signals'
import { go, openList } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { useClient } from '../client.ts'
import { generalIn, isGeneral } from '../general.ts'

/** Where I am, and what can be done with it as a whole. */
export function ChannelHeader({ channel, name, joined }: { channel: string; name: string; joined: boolean }) {
  const client = useClient()
  const refusal = useSignal<string | null>(null)
  const isDrawn = useIsDrawn()
  const leave = async () => {
    const outcome = await client.ask('channel.leave', { channel })
    // Who has gone on meanwhile is where they want to be.
    if (!isDrawn()) return
    const general = generalIn(client.replica.channels.peek())
    if ('refused' in outcome) refusal.value = outcome.refused.message
    else if (general !== undefined) go(pathOf(general.id))
  }
  return (
    <header class="conversation-head">
      <IconButton icon="back" label="Channels" class="to-list" onClick={openList} />
      <h1 title={name}>
        <Icon name="hash" size={20} />
        <bdi>{name}</bdi>
      </h1>
      {joined && !isGeneral({ name }) && <IconButton icon="leave" label="Leave channel" onClick={leave} />}
      {refusal.value !== null && <Refused reason={refusal.value} onClose={() => (refusal.value = null)} />}
    </header>
  )
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
