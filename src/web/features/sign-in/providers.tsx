import type * as v from 'valibot'
import { SentAway, type Ways } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { changeCredentials, trySignIn } from './ask.ts'
import type { useSending } from './sending.ts'

interface ProvidersProps {
  providers: v.InferOutput<typeof Ways>['providers']
  /** Whether somebody signed in adds one, or comes in by it. */
  adds?: boolean
  send: ReturnType<typeof useSending>['send']
}

/** A button for each provider; where there are none, nothing. */
export function Providers({ providers, adds = false, send }: ProvidersProps) {
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
      {providers.map(({ id, name }) => (
        <Button key={id} onClick={() => void choose(id)}>
          {adds ? say`Add ${<bdi>{name}</bdi>}` : say`Sign in with ${<bdi>{name}</bdi>}`}
        </Button>
      ))}
    </>
  )
}
