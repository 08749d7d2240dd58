import { usualLevel } from '#domain/notice.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { say } from '../../words/say.ts'
import { PENCIL } from '../actions/outlines.ts'
import { useClient } from '../client.ts'
import { useAskedLeave } from '../details/leave.ts'
import { generalIn, isGeneral } from '../general.ts'
import { opened } from '../opened.ts'
import { preferences } from '../preferences/chosen.ts'
import { BELL, BELL_OFF, FOLDER, STAR } from '../sidebar/outlines.ts'
import { arrange } from '../sidebar/section-acts.ts'
import { announce } from '../status/announce.ts'
import { isDirect } from '../title-of.ts'

/** What can be done with a channel as a whole. Leaving is last, and can be undone. */
export function ChannelMenu({ summary }: { summary: ChannelSummary }) {
  const { refusal, leave } = useAskedLeave(summary)
  const client = useClient()
  const close = useClose(summary.id)
  const entries: MenuEntry[] = [{ label: say`Copy link`, icon: 'link', run: () => void copyLink(summary.id) }]
  if (summary.joined) entries.push(...arrangeEntries(client, summary))
  if (summary.kind === 'group') entries.push(...groupEntries(summary.id))
  if (isDirect(summary)) entries.push({ label: say`Close conversation`, icon: 'close', run: close })
  else if (summary.joined && !isGeneral(summary)) entries.push({ label: say`Leave channel`, icon: 'leave', run: leave })
  return (
    <>
      {!isDirect(summary) && (
        <IconButton
          icon={INFO}
          label={say`Channel details`}
          haspopup="dialog"
          onClick={() => {
            opened.value = { details: summary.id }
          }}
        />
      )}
      <MenuButton label={say`Channel menu`} entries={entries} />
      {refusal.value !== null && <Refused reason={refusal.value} onClose={() => (refusal.value = null)} />}
    </>
  )
}

const INFO = ['M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z', 'M12 16v-4', 'M12 8h.01']

/** Where it stands in one's own list, and whether it is silent. */
const arrangeEntries = (client: Client, summary: ChannelSummary): MenuEntry[] => {
  const { id, star, mute } = summary
  return [
    star
      ? { label: say`Remove from favourites`, icon: STAR, run: () => arrange(client, id, { star: false }) }
      : { label: say`Add to favourites`, icon: STAR, run: () => arrange(client, id, { star: true }) },
    { label: say`Move to a section`, icon: FOLDER, run: () => (opened.value = { move: summary }) },
    { label: say`Mute channel`, icon: BELL_OFF, checked: mute, run: () => arrange(client, id, { mute: !mute }) },
    ...levelEntries(client, summary),
  ]
}

/** What of it is told at once. Chosen again, what is chosen makes way for what the preferences say. */
const levelEntries = (client: Client, summary: ChannelSummary): MenuEntry[] => {
  const { id, level } = summary
  const usual = usualLevel(preferences.value.notify, isDirect(summary))
  const levels = [
    ['all', say`Everything`],
    ['mentions', say`Mentions`],
    ['nothing', say`Nothing`],
  ] as const
  return levels.map(([each, label]) => ({
    label,
    group: say`Notify me about`,
    icon: BELL,
    checked: (level ?? usual) === each,
    run: () => arrange(client, id, { level: each === usual ? null : each }),
  }))
}

/** Who has much to say to each other needs a name, or more people. */
const groupEntries = (id: string): MenuEntry[] => [
  { label: say`Name this conversation`, icon: PENCIL, run: () => (opened.value = { nameGroup: id }) },
  { label: say`Make it a private channel`, icon: 'lock', run: () => (opened.value = { makeChannel: id }) },
]

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
