import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import { useQuestion, useWaitingNote } from '../use-question.ts'
import { ChannelsField } from '../user-groups/channels-field.tsx'

/** A section for everybody: what it is called, what stands in it, and where it stands. Null: a new one. */
export function SharedSectionDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { name, channels, place, others, error, isBusy, send } = useSharing(id, onClose)
  const waiting = useWaitingNote(isBusy.value)
  return (
    <Dialog title={id === null ? say`New section for everybody` : say`Edit section for everybody`} onClose={onClose}>
      <form
        class="group-edit"
        aria-busy={isBusy.value}
        onSubmit={event => {
          event.preventDefault()
          void send()
        }}
      >
        <Field
          label={say`Section name`}
          value={name.value}
          onInput={value => {
            name.value = value
            error.value = null
          }}
          error={error.value}
          hint={
            waiting ?? say`Everybody sees it who is in one of its channels. Each may move or hide it for themselves.`
          }
        />
        <ChannelsField label={say`Channels in it`} hint={say`They stand in this order.`} chosen={channels} />
        {others.length > 0 && <Place place={place} names={others.map(other => other.name)} />}
        <footer class="dialog-foot">
          {id !== null && <Button onClick={() => void send(true)}>{say`Remove for everybody`}</Button>}
          <Button look="main" type="submit">
            {id === null ? say`Create` : say`Save`}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function Place({ place, names }: { place: { value: number }; names: readonly string[] }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{say`It stands`}</label>
      <select
        id={id}
        value={place.value}
        onChange={event => {
          place.value = Number(event.currentTarget.value)
        }}
      >
        <option value={0}>{say`above all others`}</option>
        {names.map((name, at) => (
          <option key={name} value={at + 1}>
            {say`below ${name}`}
          </option>
        ))}
      </select>
    </div>
  )
}

const useSharing = (id: string | null, onClose: () => void) => {
  const { replica } = useClient()
  const all = [...replica.sharedSections.peek().values()].sort((a, b) => a.rank - b.rank)
  const before = all.find(section => section.id === id)
  const others = all.filter(section => section !== before)
  const at = before === undefined ? others.length : all.indexOf(before)
  const name = useSignal(before?.name ?? '')
  const channels = useSignal<readonly string[]>(before?.channels ?? [])
  const place = useSignal(at)
  const error = useSignal<string | null>(null)
  const isBusy = useSignal(false)
  const ask = useQuestion()
  const isDrawn = useIsDrawn()
  const send = async (gone = false) => {
    if (isBusy.peek()) return
    isBusy.value = true
    const fields = gone ? { gone } : { name: name.peek(), channels: [...channels.peek()] }
    const rank =
      place.peek() === at ? {} : { rank: between(others[place.peek() - 1]?.rank, others[place.peek()]?.rank) }
    const answer = await ask('section.share', { ...(id !== null && { section: id }), ...fields, ...(!gone && rank) })
    isBusy.value = false
    if (!isDrawn()) return
    error.value = outcomeOf(answer)
    if ('ok' in answer) onClose()
  }
  return { name, channels, place, others, error, isBusy, send }
}

/** Between two neighbours; behind the last one there is room. */
const between = (above = 0, below = above + 2 ** 11): number => Math.floor((above + below) / 2)
