import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { CodesForm } from './codes-form.tsx'
import { DeviceLink } from './device-link.tsx'
import { Fault } from './fault.tsx'
import { type CredentialKind, HeldCredentials } from './held-credentials.tsx'
import { LetterForm } from './letter-form.tsx'
import { useOwnCredentials } from './own-credentials.ts'
import { canHavePasskeys, passkeyDevice } from './passkeys.ts'
import { PasswordForm } from './password-form.tsx'
import { Providers } from './providers.tsx'
import { useSending } from './sending.ts'
import { useWays } from './use-ways.ts'

type Part = 'password' | 'codes' | 'mail' | 'device'

/** The part of one's profile about how one signs in: what there is, and what can be added in place. */
export function SigningIn({ name }: { name: string }) {
  const id = useId()
  const part = useSignal<Part | null>(null)
  const { own, reload } = useOwnCredentials()
  const { error, send } = useSending()
  const { mail, providers } = useWays()
  const has = (wanted: CredentialKind) => own?.credentials.some(({ kind }) => kind === wanted) ?? false
  const addPasskey = () => send(async () => (await passkeyDevice()).makePasskey(), reload)
  const done = () => {
    part.value = null
    reload()
  }
  return (
    <section class="signing-in" aria-labelledby={id}>
      <h3 id={id}>{say`Signing in`}</h3>
      {own !== null && <HeldCredentials own={own} onChange={reload} />}
      <div class="signing-in-acts">
        {canHavePasskeys() && <Button onClick={() => void addPasskey()}>{say`Add a passkey`}</Button>}
        <Opener part={part} opens="password">
          {has('password') ? say`Change password` : say`Set a password`}
        </Opener>
        {/* A code is a second step: who has no first one to show has nothing to be asked beside. */}
        {(own?.credentials.length ?? 0) > 0 && (
          <Opener part={part} opens="codes">
            {has('totp') ? say`Remove one-time codes` : say`Add one-time codes`}
          </Opener>
        )}
        <Providers adds providers={providers} send={send} />
        {mail && (
          <Opener part={part} opens="mail">
            {say`Add an e-mail address`}
          </Opener>
        )}
        <Opener part={part} opens="device">
          {say`Sign in on another device`}
        </Opener>
      </div>
      <Fault words={error.value} />
      {part.value === 'password' && <PasswordForm name={name} has={has('password')} onDone={done} />}
      {part.value === 'codes' && <CodesForm has={has('totp')} onDone={done} />}
      {part.value === 'mail' && <LetterForm adds />}
      {part.value === 'device' && <DeviceLink />}
    </section>
  )
}

/** Opens its part below the buttons, in place of another one, and closes it again. */
function Opener({ part, opens, children }: { part: Signal<Part | null>; opens: Part; children: ComponentChildren }) {
  const isOpen = part.value === opens
  return (
    <Button aria-expanded={isOpen} onClick={() => (part.value = isOpen ? null : opens)}>
      {children}
    </Button>
  )
}
