import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Unsent } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { keepsCookies } from './cookies.ts'
import { JoinFrame } from './join-frame.tsx'
import { NotSent } from './not-sent.tsx'

interface JoinFormProps {
  heading: ComponentChildren
  /** It is the name of something, and not a sentence. */
  isName?: boolean
  lead: ComponentChildren
  rememberedName: string
  /** What stands in the link by which one comes. */
  invitation?: string
  unsent?: readonly Unsent[]
  onJoined?: () => void
}

/** One field, one button. What was typed stays, whatever the answer is. */
export function JoinForm({ heading, isName, lead, rememberedName, invitation, unsent = [], onJoined }: JoinFormProps) {
  const client = useClient()
  const suggestion = useSignal<string | null>(null)
  const join = async (name: string): Promise<Sent> => {
    if (!keepsCookies()) return noCookies()
    const outcome = await client.join(name, invitation)
    // The session's new state shows the workspace.
    if ('ok' in outcome) {
      onJoined?.()
      return () => {}
    }
    suggestion.value = outcome.suggestion ?? null
    return refusedWords(outcome.refused)
  }
  const { change, form, field } = useOneField(rememberedName, join)
  return (
    <JoinFrame heading={heading} isName={isName} lead={lead}>
      <form class="join-fields" {...form}>
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
    </JoinFrame>
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
