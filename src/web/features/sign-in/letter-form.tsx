import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { changeCredentials, Done, trySignIn } from './ask.ts'
import { Fault } from './fault.tsx'
import { useSending } from './sending.ts'
import { TypedField } from './typed-field.tsx'

/** Asks for a letter: with a link that signs in, or (`adds`) to an address that is to be one's own here. */
export function LetterForm({ adds = false }: { adds?: boolean }) {
  const address = useSignal('')
  const isSent = useSignal(false)
  const { error, busy, send } = useSending()
  const submit = (event: Event) => {
    event.preventDefault()
    const to = address.peek()
    void send(
      () =>
        adds
          ? changeCredentials({ do: 'email.add', address: to }, Done)
          : trySignIn({ by: 'letter', address: to }, Done),
      () => (isSent.value = true),
    )
  }
  if (isSent.value) {
    return (
      <p role="status">
        {adds
          ? say`A letter is on its way. Open its link in this browser.`
          : say`If somebody here has confirmed this address, a letter is on its way. Its link is good once, for half an hour.`}
      </p>
    )
  }
  return (
    <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
      <TypedField label={say`E-mail address`} typed={address} autoComplete="email" first={adds} />
      <Fault words={error.value} />
      <Button type="submit" look={adds ? 'main' : 'plain'}>
        {adds ? say`Send a letter to confirm it` : say`Send me a link`}
      </Button>
    </form>
  )
}
