import { useSignal } from '@preact/signals'
import { normalizeUserName, userNameFault } from '#domain/names.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useClient } from '../client.ts'
import { ThemeChoice } from './theme-choice.tsx'

/** The own name and the look, to be changed, and the way out. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const session = client.session.peek()
  const typed = useSignal(session.phase === 'signed-in' ? session.name : '')
  const error = useSignal<string | null>(null)
  const busy = useSignal(false)

  const save = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    error.value = userNameFault(normalizeUserName(typed.value))
    if (error.value !== null) return
    busy.value = true
    const outcome = await client.ask('profile.rename', { name: typed.value })
    busy.value = false
    if ('refused' in outcome) error.value = outcome.refused.message
    else onClose()
  }
  const leave = async () => {
    try {
      await client.signOut()
    } catch {
      error.value = 'Signing out needs the server, and it cannot be reached. Please try again in a moment.'
    }
  }

  return (
    <Dialog title="Profile" onClose={onClose}>
      <form onSubmit={save} aria-busy={busy.value}>
        <Field
          label="Display name"
          value={typed.value}
          onInput={value => {
            typed.value = value
            error.value = null
          }}
          error={error.value}
          hint="A new name is shown everywhere at once, on old messages too."
          autoComplete="nickname"
        />
        <ThemeChoice />
        <footer class="dialog-foot">
          <Button look="quiet" onClick={leave}>
            Sign out
          </Button>
          <Button look="main" type="submit">
            Save
          </Button>
        </footer>
        <UnsentNote />
      </form>
    </Dialog>
  )
}

function UnsentNote() {
  const unsent = useClient().outbox.entries.value.length
  if (unsent === 0) return null
  return (
    <p class="dialog-note">
      {unsent === 1 ? 'One message has' : `${unsent} messages have`} not been sent yet. Signing out discards{' '}
      {unsent === 1 ? 'it' : 'them'}.
    </p>
  )
}
