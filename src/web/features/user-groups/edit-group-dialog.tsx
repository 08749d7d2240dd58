import { useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import type { Opened } from '../dialogs.tsx'
import { useQuestion, useWaitingNote } from '../use-question.ts'
import { ChannelsField } from './channels-field.tsx'

interface EditGroupProps {
  /** Null: a new one. */
  id: string | null
  onClose: () => void
  onOpen: (next: Opened) => void
}

/** What a user group is called, and in which channels its members are seated. */
export function EditGroupDialog({ id, onClose, onOpen }: EditGroupProps) {
  const { name, handle, description, channels, error, isBusy, save } = useEditing(id, onOpen)
  const waiting = useWaitingNote(isBusy.value)
  const first = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => first.current?.focus(), [])
  return (
    <Dialog title={id === null ? say`New user group` : say`Edit user group`} onClose={onClose}>
      <form
        class="group-edit"
        aria-busy={isBusy.value}
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField label={say`Name`} text={name} input={first} />
        <TextField label={say`Handle`} text={handle} before="@" />
        <TextField label={say`Description`} text={description} />
        <ChannelsField
          label={say`Default channels`}
          hint={say`Whoever is put into the group is seated in these.`}
          chosen={channels}
        />
        <footer class="dialog-foot">
          <p class="dialog-note" role="status" data-error={error.value !== null}>
            {error.value ?? waiting}
          </p>
          <Button look="main" type="submit">
            {id === null ? say`Create` : say`Save`}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

const useEditing = (id: string | null, onOpen: (next: Opened) => void) => {
  const before = id === null ? undefined : useClient().replica.groups.peek().get(id)
  const name = useSignal(before?.name ?? '')
  const handle = useSignal(before?.handle ?? '')
  const description = useSignal(before?.description ?? '')
  const channels = useSignal<readonly string[]>(before?.channels ?? [])
  const error = useSignal<string | null>(null)
  const isBusy = useSignal(false)
  const ask = useQuestion()
  const isDrawn = useIsDrawn()
  const save = async () => {
    if (isBusy.peek()) return
    isBusy.value = true
    const said = { name: name.peek(), handle: handle.peek(), description: description.peek() }
    const answer = await ask('usergroup.set', {
      ...(id !== null && { group: id }),
      ...said,
      channels: [...channels.peek()],
    })
    isBusy.value = false
    if (!isDrawn()) return
    error.value = outcomeOf(answer)
    if ('ok' in answer) onOpen({ group: answer.ok.group })
  }
  return { name, handle, description, channels, error, isBusy, save }
}

interface TextFieldProps {
  label: string
  text: { value: string }
  /** A sign before what is typed. */
  before?: string
  input?: { current: HTMLInputElement | null }
}

function TextField({ label, text, before, input }: TextFieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        {before !== undefined && <span aria-hidden="true">{before}</span>}
        <input
          id={id}
          ref={input}
          type="text"
          dir="auto"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value
          }}
        />
      </div>
    </div>
  )
}
