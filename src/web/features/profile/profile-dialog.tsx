import { userNameFault } from '#domain/name-faults.ts'
import { normalizeUserName } from '#domain/names.ts'
import { openPreferences } from '../../navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { later } from '../../ui/later.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { usePerform } from '../use-ask.ts'
import { AboutMe } from './about-me.tsx'
import { Sessions } from './sessions.tsx'
import { SignOut } from './sign-out.tsx'
import { ThemeChoice } from './theme-choice.tsx'

const signingIn = later(() => import('../sign-in/signing-in.tsx').then(({ SigningIn }) => SigningIn))

/** The own name and the look, to be changed, and the way out. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const perform = usePerform()
  const session = client.session.peek()
  const rename = async (typed: string): Promise<Sent> => {
    const fault = userNameFault(normalizeUserName(typed))
    if (fault !== null) return refusedWords(fault)
    const performed = await perform({ do: 'profile.rename', name: typed })
    return performed !== null && 'refused' in performed ? refusedWords(performed.refused) : onClose
  }
  const name = session.phase === 'signed-in' ? session.name : ''
  const { typed, form, field } = useOneField(name, rename)
  const isNew = normalizeUserName(typed) !== name
  const toPreferences = () => {
    onClose()
    openPreferences()
  }
  return (
    <Dialog title={say`Profile`} onClose={onClose}>
      <form {...form}>
        <Field
          label={say`Display name`}
          {...field}
          hint={say`Also changes on your old messages.`}
          autoComplete="nickname"
          beside={
            <Button look={isNew ? 'main' : 'plain'} type="submit">
              {say`Save`}
            </Button>
          }
        />
      </form>
      <AboutMe />
      <ThemeChoice />
      <div class="to-preferences">
        <Button look="quiet" onClick={toPreferences}>
          {say`Preferences`}
        </Button>
      </div>
      <signingIn.Later name={name} />
      <Sessions />
      <SignOut name={name} />
    </Dialog>
  )
}
