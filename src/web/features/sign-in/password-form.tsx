import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { changeCredentials, Done } from './ask.ts'
import { Fault } from './fault.tsx'
import { useSending } from './sending.ts'
import { TypedField } from './typed-field.tsx'

/** A password for who has none, or another one. */
export function PasswordForm({ name, has, onDone }: { name: string; has: boolean; onDone: () => void }) {
  const [current, password] = [useSignal(''), useSignal('')]
  const { error, busy, send } = useSending()
  const submit = (event: Event) => {
    event.preventDefault()
    const said = { do: 'password.set' as const, password: password.peek(), ...(has && { current: current.peek() }) }
    void send(() => changeCredentials(said, Done), onDone)
  }
  return (
    <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
      {/* So that a password manager knows whose it is. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      {has && (
        <TypedField
          label={say`Current password`}
          typed={current}
          kind="password"
          autoComplete="current-password"
          first
        />
      )}
      <TypedField
        label={say`New password`}
        typed={password}
        kind="password"
        autoComplete="new-password"
        first={!has}
        hint={say`Length makes it good: a few words that only you would put together. You sign in with it and your name; all your other devices are signed out.`}
      />
      <Fault words={error.value} />
      <Button look="main" type="submit">
        {say`Save password`}
      </Button>
    </form>
  )
}
