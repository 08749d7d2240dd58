import { channelNameFault, normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { useClient } from '../client.ts'
import { usePerform } from '../use-ask.ts'

/** Creates a channel, at first of this name, and goes there. A clash is told beside the field, and what was typed stays. */
export function CreateChannelDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const perform = usePerform()
  const create = async (typed: string): Promise<Sent> => {
    const fault = channelNameFault(normalizeChannelName(typed))
    if (fault !== null) return fault
    const performed = await perform({ do: 'channel.create', name: typed })
    if (performed === null) return onClose
    if ('refused' in performed) return performed.refused.message
    return () => {
      onClose()
      go(pathOf(String(performed.ok.channel)))
    }
  }
  const { typed, form, field } = useOneField(name, create)
  return (
    <Dialog title="Create channel" onClose={onClose}>
      <form {...form}>
        <Field label="Channel name" {...field} hint={<Outlook name={normalizeChannelName(typed)} />} />
        <footer class="dialog-foot">
          <Button look="main" type="submit">
            Create
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** What will come of what was typed so far: nothing is promised that is refused afterwards. */
function Outlook({ name }: { name: string }) {
  const { channels } = useClient().replica
  if (name === '') return 'Everybody can find and join it.'
  const fault = channelNameFault(name)
  if (fault !== null) return fault
  if (channels.value.some(channel => channel.name === name)) {
    return (
      <>
        There is already a channel <bdi>#{name}</bdi>.
      </>
    )
  }
  return (
    <>
      It will be called <bdi class="preview">#{name}</bdi>
    </>
  )
}
