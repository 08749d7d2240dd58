import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { SignedIn } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { isRefused, trySignIn } from './ask.ts'
import { CodeForm } from './code-form.tsx'
import { Fault } from './fault.tsx'
import { Frame, goIn } from './frame.tsx'
import { useSending } from './sending.ts'

/** How often the server is asked whether the other device has said yes. */
const LOOK_MS = 1000

type Waiting = { secret: string; name: string } | 'over' | null

/** A link was opened. Nothing happens by that alone, since mail programs and previews open links, too. */
export function LinkOpened({ secret, onGiveUp }: { secret: string; onGiveUp: () => void }) {
  const waiting = useSignal<Waiting>(null)
  const second = useSignal<string | null>(null)
  const { error, busy, send } = useSending()
  const open = () =>
    send(
      () => trySignIn({ by: 'link', secret }, SignedIn),
      answer => {
        if ('user' in answer) goIn()
        else if ('second' in answer) second.value = answer.second
        else if ('waiting' in answer) waiting.value = { secret: answer.waiting, name: answer.name }
      },
    )
  useAwaited(waiting)
  if (second.value !== null) return <CodeForm secret={second.value} />
  if (waiting.value === 'over') {
    return (
      <Frame title={say`Not let in`} lead={say`The other device said no, or the link is too old by now.`}>
        <Button onClick={onGiveUp}>{say`Sign in another way`}</Button>
      </Frame>
    )
  }
  if (waiting.value !== null) {
    const { name } = waiting.value
    return (
      <Frame
        title={say`One moment`}
        lead={say`Look at the device where you made the link: it asks whether this one is yours.`}
      >
        <p role="status">{say`Waiting to be let in as ${<bdi>{name}</bdi>} …`}</p>
      </Frame>
    )
  }
  return (
    <Frame title={say`Sign in by a link`} lead={say`This link was made for you. It is good once.`}>
      <Fault words={error.value} />
      <div class="sign-in-part" aria-busy={busy.value}>
        <Button look="main" onClick={() => void open()}>{say`Sign in`}</Button>
        {error.value !== null && <Button onClick={onGiveUp}>{say`Sign in another way`}</Button>}
      </div>
    </Frame>
  )
}

const useAwaited = (waiting: Signal<Waiting>) => {
  const now = waiting.value
  const secret = now === null || now === 'over' ? null : now.secret
  useEffect(() => {
    if (secret === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async () => {
      const answer = await trySignIn({ by: 'waiting', secret }, SignedIn)
      if (isOver) return
      if (!isRefused(answer) && 'user' in answer) return goIn()
      // A server that is away is asked again; one that says no is not.
      if (isRefused(answer) && answer.refused.code === 'link_expired') waiting.value = 'over'
      else timer = setTimeout(look, LOOK_MS)
    }
    timer = setTimeout(look, LOOK_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [secret, waiting])
}
