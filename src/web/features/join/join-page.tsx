import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Unsent } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Mark, Wordmark } from '../../ui/mark.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { keepsCookies } from './cookies.ts'
import { NotSent } from './not-sent.tsx'

interface JoinPageProps {
  rememberedName: string
  ended: boolean
  unsent: readonly Unsent[]
}

/** The first visit: one field, one button. What was typed stays, whatever the answer is. */
export function JoinPage({ rememberedName, ended, unsent }: JoinPageProps) {
  const client = useClient()
  const suggestion = useSignal<string | null>(null)
  const join = async (name: string): Promise<Sent> => {
    if (!keepsCookies()) return noCookies()
    const outcome = await client.join(name)
    // The session's new state shows the workspace.
    if ('ok' in outcome) return () => {}
    suggestion.value = outcome.suggestion ?? null
    return refusedWords(outcome.refused)
  }
  const { change, form, field } = useOneField(rememberedName, join)
  useEffect(() => {
    document.title = 'Flack'
  }, [])
  return (
    <main class="join">
      <form class="join-form" {...form}>
        <Mark size={40} />
        <h1 class="join-place" translate={false}>
          {location.host}
        </h1>
        <p class="join-lead">
          {ended ? say`You were signed out. Join again to go on.` : say`Tell the others who you are, and you are in.`}
        </p>
        <Field
          label={say`Display name`}
          {...field}
          remedy={
            field.error !== null && suggestion.value !== null && <Suggestion name={suggestion.value} onTake={change} />
          }
          autoComplete="nickname"
        />
        <Button look="main" type="submit">
          {say`Join`}
        </Button>
        <p class="join-lead">
          <a href="/sign-in">{say`Here before? Sign in`}</a>
        </p>
        <NotSent texts={unsent} />
      </form>
      <footer class="join-foot">
        <Wordmark size={13} />
      </footer>
    </main>
  )
}

const noCookies = () =>
  say`This browser keeps no cookies for this page, and without one you would be somebody new each time. Allow cookies, then join.`

function Suggestion({ name, onTake }: { name: string; onTake: (name: string) => void }) {
  return (
    <Button look="plain" onClick={() => onTake(name)}>
      {say`Use “${<bdi>{name}</bdi>}”`}
    </Button>
  )
}
