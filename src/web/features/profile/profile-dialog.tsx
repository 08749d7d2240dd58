import { useSignal } from '@preact/signals'
import { normalizeUserName, userNameFault } from '#domain/names.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { useClient } from '../client.ts'
import { ThemeChoice } from './theme-choice.tsx'

/** The own name and the look, to be changed, and the way out. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const session = client.session.peek()
  const rename = async (typed: string): Promise<Sent> => {
    const fault = userNameFault(normalizeUserName(typed))
    if (fault !== null) return fault
    const outcome = await client.ask('profile.rename', { name: typed })
    return 'refused' in outcome ? outcome.refused.message : onClose
  }
  const { form, field } = useOneField(session.phase === 'signed-in' ? session.name : '', rename)
  const signOutFailed = useSignal(false)
  const signOut = () => {
    signOutFailed.value = false
    client.signOut().catch(() => (signOutFailed.value = true))
  }
  return (
    <Dialog title="Profile" onClose={onClose}>
      <form {...form}>
        <Field
          label="Display name"
          {...field}
          hint="A new name is shown everywhere at once, on old messages too."
          autoComplete="nickname"
        />
        <ThemeChoice />
        <footer class="dialog-foot">
          <Button look="quiet" onClick={signOut}>
            Sign out
          </Button>
          <Button look="main" type="submit">
            Save
          </Button>
        </footer>
        {signOutFailed.value && (
          <p class="dialog-note" role="alert" data-error="true">
            Signing out needs the server, and it cannot be reached. Please try again in a moment.
          </p>
        )}
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
