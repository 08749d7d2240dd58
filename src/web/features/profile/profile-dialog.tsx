import { useSignal, useSignalEffect } from '@preact/signals'
import { normalizeUserName, userNameFault } from '#domain/names.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { useClient } from '../client.ts'
import { usePerform } from '../use-ask.ts'
import { ThemeChoice } from './theme-choice.tsx'

/** The own name and the look, to be changed, and the way out. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const perform = usePerform()
  const session = client.session.peek()
  const rename = async (typed: string): Promise<Sent> => {
    const fault = userNameFault(normalizeUserName(typed))
    if (fault !== null) return fault
    const performed = await perform({ do: 'profile.rename', name: typed })
    return performed !== null && 'refused' in performed ? performed.refused.message : onClose
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

/** Also what other tabs hold: signing out ends the session of them all. */
function UnsentNote() {
  const { outbox } = useClient()
  const unsent = useSignal(0)
  useSignalEffect(() => {
    void outbox.entries.value
    outbox.unsent().then(all => (unsent.value = all.length))
  })
  if (unsent.value === 0) return null
  const one = unsent.value === 1
  return (
    <p class="dialog-note">
      {one ? 'One message has' : `${unsent} messages have`} not been sent yet. Signing out discards{' '}
      {one ? 'it' : 'them'}.
    </p>
  )
}
