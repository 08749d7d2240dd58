import { useSignal } from '@preact/signals'
import { SignedIn } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { trySignIn } from './ask.ts'
import { Fault } from './fault.tsx'
import { Frame, goIn } from './frame.tsx'
import { useSending } from './sending.ts'
import { TypedField } from './typed-field.tsx'

/** The second step: a code of one's app, or one of those that were kept for the day when it is lost. */
export function CodeForm({ secret }: { secret: string }) {
  const code = useSignal('')
  const { error, busy, send } = useSending()
  const submit = (event: Event) => {
    event.preventDefault()
    void send(
      () => trySignIn({ by: 'code', secret, code: code.peek() }, SignedIn),
      answer => 'user' in answer && goIn(),
    )
  }
  return (
    <Frame title={say`One more step`} lead={say`Your app for one-time codes shows six digits.`}>
      <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
        <TypedField
          label={say`Code`}
          typed={code}
          kind="code"
          autoComplete="one-time-code"
          first
          hint={say`Without the app, type one of your recovery codes.`}
        />
        <Fault words={error.value} />
        <Button look="main" type="submit">
          {say`Sign in`}
        </Button>
      </form>
      <a href="/sign-in">{say`Sign in another way`}</a>
    </Frame>
  )
}
