import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type * as v from 'valibot'
import { LinkMade, LinkState } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { changeCredentials, Done, isRefused } from './ask.ts'
import { deviceName } from './device-name.ts'
import { Fault } from './fault.tsx'
import { QrCode } from './qr-code.tsx'
import { useSending } from './sending.ts'

type State = v.InferOutput<typeof LinkState> | { state: 'let-in' | 'sent-away' }

/** How often the server is asked whether the link was opened. */
const LOOK_MS = 1000

/** A link by which one signs in on another device, and the question whether the one that opened it is one's own. */
export function DeviceLink() {
  const secret = useSignal<string | null>(null)
  const state = useSignal<State>({ state: 'open' })
  const { error, send } = useSending()
  const make = () =>
    send(
      () => changeCredentials({ do: 'link.make' }, LinkMade),
      made => {
        secret.value = made.secret
        state.value = { state: 'open' }
      },
    )
  useEffect(() => {
    void make()
  }, [])
  useWatched(secret, state)
  if (secret.value === null) return <Fault words={error.value} />
  const now = state.value
  if (now.state === 'asking' && now.asks !== undefined) {
    return (
      <Asking
        secret={secret.value}
        asks={now.asks}
        onAnswer={letIn => (state.value = { state: letIn ? 'let-in' : 'sent-away' })}
      />
    )
  }
  if (now.state === 'open') return <OpenLink secret={secret.value} />
  return (
    <div class="device-link">
      <p role="status">{saidOf(now.state)}</p>
      <Button onClick={() => void make()}>{say`Another link`}</Button>
      <Fault words={error.value} />
    </div>
  )
}

const saidOf = (state: State['state']): string => {
  if (state === 'let-in') return say`The other device is signed in.`
  if (state === 'sent-away') return say`The other device was sent away, and the link is worth nothing now.`
  return say`The link was used, or is too old.`
}

function OpenLink({ secret }: { secret: string }) {
  const link = `${location.origin}/sign-in#${secret}`
  const id = useId()
  const copied = useSignal(false)
  return (
    <div class="device-link">
      <p id={`${id}-how`}>
        {say`Open this link on the other device, or point its camera at the code. You are asked here before it is let in. Good once, for ten minutes.`}
      </p>
      <QrCode text={link} label={say`The link as a QR code`} />
      <div class="field">
        <label for={id}>{say`Link for the other device`}</label>
        <div class="field-row">
          <input id={id} type="text" readOnly value={link} onFocus={event => event.currentTarget.select()} dir="ltr" />
          <Button onClick={() => void copyText(link).then(done => (copied.value = done))}>{say`Copy`}</Button>
        </div>
      </div>
      <p class="field-note" role="status">
        {copied.value
          ? say`Copied.`
          : isOnlyHere() &&
            say`This address leads to this computer alone: open the page by a name that the other device knows.`}
      </p>
    </div>
  )
}

/** Whether the address that one is at means another computer to every other device. */
const isOnlyHere = (): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname)

interface AskingProps {
  secret: string
  asks: { device: string; network: string }
  onAnswer: (letIn: boolean) => void
}

function Asking({ secret, asks, onAnswer }: AskingProps) {
  const { error, send } = useSending()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  // Not the button that lets in: a press that was meant for something else must not do it.
  useLayoutEffect(() => box.current?.querySelector('button')?.focus(), [])
  const answer = (letIn: boolean) =>
    send(
      () => changeCredentials({ do: 'link.answer', secret, letIn }, Done),
      () => onAnswer(letIn),
    )
  return (
    <div class="device-link" role="alertdialog" aria-labelledby={id} ref={box}>
      <p id={id}>
        {say`${<bdi>{deviceName(asks.device)}</bdi>} wants to sign in as you, from ${<bdi>{asks.network}</bdi>}. Is that your device?`}
      </p>
      <div class="device-acts">
        <Button onClick={() => void answer(false)}>{say`Send it away`}</Button>
        <Button look="main" onClick={() => void answer(true)}>{say`Let it in`}</Button>
      </div>
      <Fault words={error.value} />
    </div>
  )
}

/** Asks for as long as something can come of it; a server that is away is asked again. */
const useWatched = (secret: Signal<string | null>, state: Signal<State>) => {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async () => {
      const [asked, before] = [secret.peek(), state.peek().state]
      if (asked !== null && (before === 'open' || before === 'asking')) {
        const answer = await changeCredentials({ do: 'link.state', secret: asked }, LinkState)
        // Answered here meanwhile, or another link was made.
        const isSame = secret.peek() === asked && state.peek().state === before
        if (!isRefused(answer) && isSame && answer.state !== before) state.value = answer
      }
      if (!isOver) timer = setTimeout(look, LOOK_MS)
    }
    timer = setTimeout(look, LOOK_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [secret, state])
}
