import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import * as v from 'valibot'
import { SentAway, Ways } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { changeCredentials, trySignIn } from './ask.ts'
import type { useSending } from './sending.ts'

interface ProvidersProps {
  /** Whether somebody signed in adds one, or comes in by it. */
  adds?: boolean
  send: ReturnType<typeof useSending>['send']
}

/** A button for each provider; where there are none, nothing. */
export function Providers({ adds = false, send }: ProvidersProps) {
  const all = useSignal<v.InferOutput<typeof Ways>['providers']>([])
  useEffect(() => {
    // Without an answer the other ways are there all the same.
    fetch('/auth/ways')
      .then(response => response.json())
      .then(body => (all.value = v.parse(Ways, body).providers))
      .catch(() => {})
  }, [all])
  const choose = (provider: string) =>
    send(
      () =>
        adds
          ? changeCredentials({ do: 'provider.begin', provider }, SentAway)
          : trySignIn({ by: 'provider', provider }, SentAway),
      ({ location: address }) => location.assign(address),
    )
  return (
    <>
      {all.value.map(({ id, name }) => (
        <Button key={id} onClick={() => void choose(id)}>
          {adds ? say`Add ${<bdi>{name}</bdi>}` : say`Sign in with ${<bdi>{name}</bdi>}`}
        </Button>
      ))}
    </>
  )
}
