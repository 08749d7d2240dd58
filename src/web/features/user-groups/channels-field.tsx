import { type Signal, useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { isComposing } from '../../ui/keys.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'

interface ChannelsFieldProps {
  label: string
  hint: string
  /** Ids of public channels, in the order in which they were chosen. */
  chosen: Signal<readonly string[]>
}

/** Public channels, chosen one after another by their names. */
export function ChannelsField({ label, hint, chosen }: ChannelsFieldProps) {
  const { replica } = useClient()
  const id = useId()
  const typed = useSignal('')
  const error = useSignal<string | null>(null)
  const open = replica.channels.value.filter(({ kind, archived }) => kind === 'public' && !archived)
  const add = () => {
    const name = typed.peek().trim().replace(/^#/, '').toLowerCase()
    if (name === '') return
    const found = open.find(channel => channel.name === name)
    if (found === undefined) {
      error.value = say`There is no public channel #${name}.`
      return
    }
    chosen.value = [...new Set([...chosen.peek(), found.id])]
    typed.value = ''
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <ul class="chosen-channels" aria-label={label} hidden={chosen.value.length === 0}>
        {chosen.value.map(channel => (
          <ChosenChannel
            key={channel}
            id={channel}
            onDrop={() => (chosen.value = chosen.peek().filter(one => one !== channel))}
          />
        ))}
      </ul>
      <div class="field-row">
        <input
          id={id}
          type="text"
          list={`${id}-list`}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          value={typed.value}
          aria-invalid={error.value !== null}
          aria-describedby={`${id}-note`}
          onInput={event => {
            typed.value = event.currentTarget.value
            error.value = null
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter' || isComposing(event) || typed.peek().trim() === '') return
            event.preventDefault()
            add()
          }}
        />
        <Button onClick={add}>{say`Add channel`}</Button>
      </div>
      <Names id={`${id}-list`} of={open.filter(channel => !chosen.value.includes(channel.id))} />
      <p class="field-note" id={`${id}-note`} role="status" data-error={error.value !== null}>
        {error.value ?? hint}
      </p>
    </div>
  )
}

/** Browsers find by what is typed among these; of very many they are given the first ones. */
function Names({ id, of }: { id: string; of: readonly ChannelSummary[] }) {
  return (
    <datalist id={id}>
      {of.slice(0, 200).map(channel => (
        <option key={channel.id} value={channel.name} />
      ))}
    </datalist>
  )
}

function ChosenChannel({ id, onDrop }: { id: string; onDrop: () => void }) {
  const name = useClient().replica.channel(id).value?.name ?? '…'
  return (
    <li class="people-chip">
      <bdi>#{name}</bdi>
      <IconButton icon="close" label={say`Remove #${name}`} onClick={onDrop} />
    </li>
  )
}
