import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { changeCredentials, Done } from './ask.ts'
import { Fault } from './fault.tsx'
import { Frame } from './frame.tsx'
import { useSending } from './sending.ts'

/** The link of a letter that asks whether an address is one's own. */
export function ConfirmAddress({ secret, isIn }: { secret: string; isIn: boolean }) {
  const isDone = useSignal(false)
  const { error, busy, send } = useSending()
  const confirm = () =>
    send(
      () => changeCredentials({ do: 'email.confirm', secret }, Done),
      () => (isDone.value = true),
    )
  if (!isIn) {
    return (
      <Frame title={say`Not here`} lead={say`Open this link in the browser where you are signed in.`}>
        <a href="/sign-in">{say`Sign in`}</a>
      </Frame>
    )
  }
  if (isDone.value) {
    return (
      <Frame title={say`It is yours`} lead={say`From now on a link to this address signs you in.`}>
        <a href="/">{say`Go to the channels`}</a>
      </Frame>
    )
  }
  return (
    <Frame title={say`Is this your address?`} lead={say`With it you can sign in by a link that comes by mail.`}>
      <div class="sign-in-part" aria-busy={busy.value}>
        <Fault words={error.value} />
        <Button look="main" onClick={() => void confirm()}>{say`It is mine`}</Button>
      </div>
    </Frame>
  )
}
