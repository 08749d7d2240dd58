import { channelNameFault, normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { useClient } from '../client.ts'

/** Creates a channel and goes there. A clash is told beside the field, and what was typed stays. */
export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const create = async (typed: string): Promise<Sent> => {
    const fault = channelNameFault(normalizeChannelName(typed))
    if (fault !== null) return fault
    const outcome = await client.ask('channel.create', { name: typed })
    if ('refused' in outcome) return outcome.refused.message
    return () => {
      onClose()
      go(pathOf(outcome.ok.channel))
    }
  }
  const { typed, form, field } = useOneField('', create)
  const name = normalizeChannelName(typed)
  return (
    <Dialog title="Create channel" onClose={onClose}>
      <form {...form}>
        <Field
          label="Channel name"
          {...field}
          hint={name === '' ? 'Everybody can find and join it.' : <Preview name={name} />}
        />
        <footer class="dialog-foot">
          <Button look="main" type="submit">
            Create
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function Preview({ name }: { name: string }) {
  return (
    <>
      It will be called <bdi class="preview">#{name}</bdi>
    </>
  )
}
