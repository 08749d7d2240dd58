import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type * as v from 'valibot'
import { CodesBegun, CodesConfirmed } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { changeCredentials, Done } from './ask.ts'
import { Fault } from './fault.tsx'
import { QrCode } from './qr-code.tsx'
import { useSending } from './sending.ts'
import { TypedField } from './typed-field.tsx'

/** Sets up an app for one-time codes, or takes it away. */
export function CodesForm({ has, onDone }: { has: boolean; onDone: () => void }) {
  // What was so when it was opened: the codes stay on the screen after they have come into force.
  const had = useSignal(has)
  return had.value ? <TakeAway onDone={onDone} /> : <SetUp onDone={onDone} />
}

function SetUp({ onDone }: { onDone: () => void }) {
  const begun = useSignal<v.InferOutput<typeof CodesBegun> | null>(null)
  const recovery = useSignal<readonly string[] | null>(null)
  const code = useSignal('')
  const { error, busy, send } = useSending()
  useEffect(() => {
    void send(
      () => changeCredentials({ do: 'codes.begin' }, CodesBegun),
      answer => (begun.value = answer),
    )
  }, [])
  if (recovery.value !== null) return <RecoveryCodes codes={recovery.value} onDone={onDone} />
  if (begun.value === null) return <Fault words={error.value} />
  const { secret, key, uri } = begun.value
  const submit = (event: Event) => {
    event.preventDefault()
    void send(
      () => changeCredentials({ do: 'codes.confirm', secret, code: code.peek() }, CodesConfirmed),
      answer => (recovery.value = answer.recovery),
    )
  }
  return (
    <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
      <p>{say`Read this with an app for one-time codes, then type the six digits that it shows. From then on signing in asks for them, too.`}</p>
      <QrCode text={uri} label={say`The key as a QR code`} />
      <p class="field-note">
        {say`Or type the key:`} <code class="code-key">{key.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <CodeField code={code} />
      <Fault words={error.value} />
      <Button look="main" type="submit">
        {say`Use one-time codes`}
      </Button>
    </form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const copied = useSignal(false)
  return (
    <div class="device-link">
      <p role="status">{say`Keep these where you would look without your phone. Each lets you in once in place of a code, and they are shown only now.`}</p>
      <ul class="recovery-codes" aria-label={say`Recovery codes`}>
        {codes.map(code => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="device-acts">
        <Button onClick={() => void copyText(codes.join('\n')).then(done => (copied.value = done))}>
          {copied.value ? say`Copied.` : say`Copy`}
        </Button>
        <Button look="main" onClick={onDone}>
          {say`I have kept them`}
        </Button>
      </div>
    </div>
  )
}

function TakeAway({ onDone }: { onDone: () => void }) {
  const code = useSignal('')
  const { error, busy, send } = useSending()
  const submit = (event: Event) => {
    event.preventDefault()
    void send(() => changeCredentials({ do: 'codes.remove', code: code.peek() }, Done), onDone)
  }
  return (
    <form class="sign-in-part" onSubmit={submit} aria-busy={busy.value}>
      <p>{say`A code, or a recovery code, ends this. Signing in asks for none after that.`}</p>
      <CodeField code={code} />
      <Fault words={error.value} />
      <Button look="danger" type="submit">
        {say`Ask for no more codes`}
      </Button>
    </form>
  )
}

function CodeField({ code }: { code: Signal<string> }) {
  return <TypedField label={say`Code`} typed={code} kind="code" autoComplete="one-time-code" first />
}
