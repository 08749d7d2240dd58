import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type * as v from 'valibot'
import { SignedIn } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { trySignIn } from './ask.ts'
import { CodeForm } from './code-form.tsx'
import { ConfirmAddress } from './confirm-address.tsx'
import { Fault } from './fault.tsx'
import { Frame, goIn } from './frame.tsx'
import { LetterForm } from './letter-form.tsx'
import { LinkOpened } from './link-opened.tsx'
import { canHavePasskeys, passkeyDevice } from './passkeys.ts'
import { Providers } from './providers.tsx'
import { useSending } from './sending.ts'
import { TypedField } from './typed-field.tsx'
import { useWays } from './use-ways.ts'

/**
 * What stands behind the `#`, so that it is in no log and no proxy sees it: the secret of a link, of the second step of
 * who comes from a provider, or of a letter that confirms an address. It leaves the address at once.
 */
const secretInAddress = (): { what: 'link' | 'second' | 'email'; secret: string } | null => {
  const [, what = 'link', secret] = /^#(?:(second|email)-)?(flk_[\w-]{43})$/.exec(location.hash) ?? []
  if (secret === undefined) return null
  history.replaceState(history.state, '', location.pathname)
  return { what: what as 'link' | 'second' | 'email', secret }
}

/** Where somebody comes back who is here already. */
export function SignInPage() {
  const { session } = useClient()
  const came = useMemo(secretInAddress, [])
  const secret = useSignal(came?.what === 'link' ? came.secret : null)
  useEffect(() => {
    document.title = say`Sign in`
  }, [])
  const state = session.value
  if (came?.what === 'email') return <ConfirmAddress secret={came.secret} isIn={state.phase === 'signed-in'} />
  if (state.phase === 'signed-in') return <AlreadyIn name={state.name} byLink={secret.value !== null} />
  if (secret.value !== null) return <LinkOpened secret={secret.value} onGiveUp={() => (secret.value = null)} />
  return <AllWays came={came?.what === 'second' ? came.secret : null} />
}

function AllWays({ came }: { came: string | null }) {
  const [name, password] = [useSignal(''), useSignal('')]
  const second = useSignal(came)
  const { mail, providers } = useWays()
  const { error, busy, send } = useSending()
  const follow = (answer: v.InferOutput<typeof SignedIn>) => {
    if ('user' in answer) goIn()
    else if ('second' in answer) second.value = answer.second
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void send(() => trySignIn({ by: 'password', name: name.peek(), password: password.peek() }, SignedIn), follow)
  }
  const byPasskey = () => send(async () => (await passkeyDevice()).usePasskey(), follow)
  if (second.value !== null) return <CodeForm secret={second.value} />
  return (
    <Frame title={say`Sign in`} lead={say`For who is here already.`}>
      <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
        <TypedField label={say`Name or handle`} typed={name} autoComplete="username" first />
        <TypedField label={say`Password`} typed={password} kind="password" autoComplete="current-password" />
        <Fault words={error.value} />
        <Button look="main" type="submit">
          {say`Sign in`}
        </Button>
        {canHavePasskeys() && <Button onClick={() => void byPasskey()}>{say`Use a passkey`}</Button>}
        <Providers providers={providers} send={send} />
      </form>
      {mail && <LetterForm />}
      <p class="field-note">
        {say`Lost everything? On a device where you are signed in, your profile makes a link for this one. Without one, ask an admin for a link.`}
      </p>
      <a href="/">{say`New here? Join`}</a>
    </Frame>
  )
}

function AlreadyIn({ name, byLink }: { name: string; byLink: boolean }) {
  return (
    <Frame
      title={say`You are signed in`}
      lead={
        byLink
          ? say`You are ${<bdi>{name}</bdi>} in this browser. Open the link in another one, or sign out here first.`
          : say`You are ${<bdi>{name}</bdi>} in this browser.`
      }
    >
      <a href="/">{say`Go to the channels`}</a>
    </Frame>
  )
}
