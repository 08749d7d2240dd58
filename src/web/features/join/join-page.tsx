import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Mark, Wordmark } from '../../ui/mark.tsx'
import { useClient } from '../client.ts'

/** The first visit: one field, one button. What was typed stays, whatever the answer is. */
export function JoinPage({ rememberedName, ended }: { rememberedName: string; ended: boolean }) {
  const client = useClient()
  const name = useSignal(rememberedName)
  const error = useSignal<string | null>(null)
  const suggestion = useSignal<string | null>(null)
  const busy = useSignal(false)

  const change = (typed: string) => {
    name.value = typed
    error.value = null
  }
  const join = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    busy.value = true
    const outcome = await client.join(name.value)
    busy.value = false
    if ('ok' in outcome) return
    error.value = outcome.refused.message
    suggestion.value = outcome.suggestion ?? null
  }

  return (
    <main class="join">
      <form class="join-form" onSubmit={join} aria-busy={busy.value}>
        <h1 class="join-brand">
          <Mark size={40} />
          <Wordmark size={27} />
        </h1>
        <p class="join-lead">
          {ended ? 'You were signed out. Join again to go on.' : 'Tell the others who you are, and you are in.'}
        </p>
        <Field
          label="Display name"
          value={name.value}
          onInput={change}
          error={error.value}
          remedy={suggestion.value !== null && <Suggestion name={suggestion.value} onTake={change} />}
          hint="You can change it at any time."
          autoComplete="nickname"
        />
        <Button look="main" type="submit">
          Join
        </Button>
      </form>
    </main>
  )
}

function Suggestion({ name, onTake }: { name: string; onTake: (name: string) => void }) {
  return (
    <Button look="plain" onClick={() => onTake(name)}>
      Use “<bdi>{name}</bdi>”
    </Button>
  )
}
