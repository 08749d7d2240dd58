import type { Credentials } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { locale, plural, say } from '../../words/say.ts'
import { changeCredentials, Done } from './ask.ts'
import { Fault } from './fault.tsx'
import type { OwnCredentials } from './own-credentials.ts'
import { useSending } from './sending.ts'

type Held = OwnCredentials['credentials'][number]
export type CredentialKind = Held['kind']
type Removable = Extract<Credentials, { do: 'remove' }>['kind']

/** What one can sign in with, each to be taken away again. */
export function HeldCredentials({ own, onChange }: { own: OwnCredentials; onChange: () => void }) {
  const { error, send } = useSending()
  if (own.credentials.length === 0) {
    return (
      <p class="field-note">
        {say`Only this browser knows that you are you. With a password or a passkey you come back from anywhere, as who you are now.`}
      </p>
    )
  }
  const remove = (kind: Removable, subject: string) =>
    void send(() => changeCredentials({ do: 'remove', kind, subject }, Done), onChange)
  return (
    <>
      <ul class="held-credentials">
        {own.credentials.map(each => (
          <Line key={`${each.kind} ${each.subject}`} held={each} onRemove={remove} />
        ))}
      </ul>
      {own.recovery > 0 && (
        <p class="field-note">
          {plural(own.recovery, {
            one: say`One recovery code is left.`,
            other: say`${own.recovery} recovery codes are left.`,
          })}
        </p>
      )}
      <Fault words={error.value} />
    </>
  )
}

interface LineProps {
  held: Held
  onRemove: (kind: Removable, subject: string) => void
}

function Line({ held: { kind, subject, label, created }, onRemove }: LineProps) {
  const what = kindWords(kind)
  return (
    <li>
      <span>
        <strong>{what}</strong> {label !== '' && <bdi>{label}</bdi>}
        <span class="field-note">{say`since ${dateOf(created)}`}</span>
      </span>
      {isRemovable(kind) && (
        <Button
          look="quiet"
          aria-label={label === '' ? say`Remove ${what}` : say`Remove ${what} ${label}`}
          onClick={() => onRemove(kind, subject)}
        >
          {say`Remove`}
        </Button>
      )}
    </li>
  )
}

/** Codes are taken away by showing one. */
const isRemovable = (kind: CredentialKind): kind is Removable => kind !== 'totp' && kind !== 'recovery'

const kindWords = (kind: CredentialKind): string =>
  ({
    password: say`Password`,
    passkey: say`Passkey`,
    totp: say`One-time codes`,
    recovery: say`Recovery codes`,
    oidc: say`Account`,
    email: say`E-mail`,
  })[kind]

const dateOf = (at: number): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at)
