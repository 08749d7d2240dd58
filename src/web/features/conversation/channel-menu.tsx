import { useSignal } from '@preact/signals'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { generalIn, isGeneral } from '../general.ts'
import { announce } from '../status/announce.ts'
import { offerUndo } from '../status/offer.ts'
import { isDirect, titleOf } from '../title-of.ts'
import { usePerform } from '../use-ask.ts'

/** What can be done with a channel as a whole. Leaving is last, and can be undone. */
export function ChannelMenu({ summary }: { summary: ChannelSummary }) {
  const { refusal, leave } = useLeave(summary)
  const close = useClose(summary.id)
  const entries: MenuEntry[] = [{ label: say`Copy link`, icon: 'link', run: () => void copyLink(summary.id) }]
  if (isDirect(summary)) entries.push({ label: say`Close conversation`, icon: 'close', run: close })
  else if (summary.joined && !isGeneral(summary)) entries.push({ label: say`Leave channel`, icon: 'leave', run: leave })
  return (
    <>
      <MenuButton label={say`Channel menu`} entries={entries} />
      {refusal.value !== null && <Refused reason={refusal.value} onClose={() => (refusal.value = null)} />}
    </>
  )
}

const copyLink = async (channel: string): Promise<void> => {
  const copied = await copyText(location.origin + pathOf(channel))
  announce(copied ? say`Link copied` : say`Could not copy. The address of this page is the link.`)
}

/** It comes back with the next message, so that nothing has to be undone. */
const useClose = (id: string) => {
  const client = useClient()
  return () => {
    void client.perform({ do: 'direct.close', channel: id }, AbortSignal.abort())
    const general = generalIn(client.replica.channels.peek())
    if (general !== undefined) go(pathOf(general.id))
  }
}

const useLeave = (summary: ChannelSummary) => {
  const { id } = summary
  const client = useClient()
  const perform = usePerform()
  const refusal = useSignal<string | null>(null)
  const isDrawn = useIsDrawn()
  const leave = async () => {
    const performed = await perform({ do: 'channel.leave', channel: id })
    const isRefused = performed !== null && 'refused' in performed
    if (!isRefused) offerUndo(say`You left ${titleOf(client, summary).full}.`, comeBack)
    // Whoever went to another channel meanwhile stays there.
    if (!isDrawn()) return
    const general = generalIn(client.replica.channels.peek())
    if (isRefused) refusal.value = refusedWords(performed.refused)
    else if (general !== undefined) go(pathOf(general.id))
  }
  const comeBack = () => {
    // Not by `perform` from above, which ends with the page of the channel that was left.
    void client.perform({ do: 'channel.join', channel: id })
    go(pathOf(id))
  }
  return { refusal, leave: () => void leave() }
}

function Refused({ reason, onClose }: { reason: string; onClose: () => void }) {
  return (
    <Dialog title={say`You are still in this channel`} onClose={onClose}>
      <p>{reason}</p>
      <footer class="dialog-foot">
        <Button look="main" onClick={onClose}>
          {say`OK`}
        </Button>
      </footer>
    </Dialog>
  )
}
