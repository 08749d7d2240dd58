import { useSignal } from '@preact/signals'
import { channelNameFault, normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useClient } from '../client.ts'

/** Creates a channel and goes there. A clash is told beside the field, and what was typed stays. */
export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const typed = useSignal('')
  const error = useSignal<string | null>(null)
  const busy = useSignal(false)
  const name = normalizeChannelName(typed.value)

  const create = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    error.value = channelNameFault(name)
    if (error.value !== null) return
    busy.value = true
    const outcome = await client.ask('channel.create', { name: typed.value })
    busy.value = false
    if ('refused' in outcome) {
      error.value = outcome.refused.message
      return
    }
    onClose()
    go(pathOf(outcome.ok.channel))
  }

  return (
    <Dialog title="Create channel" onClose={onClose}>
      <form onSubmit={create} aria-busy={busy.value}>
        <Field
          label="Channel name"
          value={typed.value}
          onInput={value => {
            typed.value = value
            error.value = null
          }}
          error={error.value}
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
