import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { locale, say } from '../../words/say.ts'
import { changeCredentials, Done } from './ask.ts'
import { DeviceLink } from './device-link.tsx'
import { Fault } from './fault.tsx'
import { type OwnCredentials, useOwnCredentials } from './own-credentials.ts'
import { PasswordForm } from './password-form.tsx'
import { useSending } from './sending.ts'

type Part = 'password' | 'device'

/** The part of one's profile about how one signs in: what there is, and what can be added in place. */
export function SigningIn({ name }: { name: string }) {
  const id = useId()
  const part = useSignal<Part | null>(null)
  const { own, reload } = useOwnCredentials()
  const has = own?.credentials.some(({ kind }) => kind === 'password') ?? false
  const done = () => {
    part.value = null
    reload()
  }
  return (
    <section class="signing-in" aria-labelledby={id}>
      <h3 id={id}>{say`Signing in`}</h3>
      {own !== null && <Held own={own} onChange={reload} />}
      <div class="signing-in-acts">
        <Opener part={part} opens="password">
          {has ? say`Change password` : say`Set a password`}
        </Opener>
        <Opener part={part} opens="device">
          {say`Sign in on another device`}
        </Opener>
      </div>
      {part.value === 'password' && <PasswordForm name={name} has={has} onDone={done} />}
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

function Held({ own, onChange }: { own: OwnCredentials; onChange: () => void }) {
  const { error, send } = useSending()
  if (own.credentials.length === 0) {
    return (
      <p class="field-note">
        {say`Only this browser knows that you are you. With a password you come back from anywhere, as who you are now.`}
      </p>
    )
  }
  const remove = (kind: Kind, subject: string) =>
    send(() => changeCredentials({ do: 'remove', kind, subject }, Done), onChange)
  return (
    <>
      <ul class="held-credentials">
        {own.credentials.map(({ kind, subject, label, created }) => (
          <li key={`${kind} ${subject}`}>
            <span>
              <strong>{kindWords(kind)}</strong> {label !== '' && <bdi>{label}</bdi>}
              <span class="field-note">{say`since ${dateOf(created)}`}</span>
            </span>
            <Button
              look="quiet"
              aria-label={say`Remove ${kindWords(kind)} ${label}`}
              onClick={() => void remove(kind, subject)}
            >
              {say`Remove`}
            </Button>
          </li>
        ))}
      </ul>
      <Fault words={error.value} />
    </>
  )
}

type Kind = OwnCredentials['credentials'][number]['kind']

const kindWords = (kind: Kind): string =>
  ({
    password: say`Password`,
    passkey: say`Passkey`,
    totp: say`One-time codes`,
    recovery: say`Recovery codes`,
    oidc: say`Account`,
    email: say`E-mail`,
  })[kind]

const dateOf = (at: number): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at)
