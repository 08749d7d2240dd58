import { useSignal } from '@preact/signals'
import { accents } from '#protocol/accents.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

/** Its name, and the colour of what can be pressed. */
export function AboutWorkspace() {
  const { replica } = useClient()
  const row = replica.workspace.value
  if (row === null) return null
  return (
    <>
      <Name key={row.name} name={row.name} />
      <Accent chosen={row.accent ?? ''} />
    </>
  )
}

function Name({ name }: { name: string }) {
  const ask = useQuestion()
  const rename = async (typed: string): Promise<Sent> => {
    const answer = await ask('workspace.set', { name: typed })
    return 'refused' in answer ? refusedWords(answer.refused) : () => {}
  }
  const { typed, form, field } = useOneField(name, rename)
  return (
    <form {...form}>
      <Field
        label={say`Name of the workspace`}
        {...field}
        hint={say`Shown at its door, and nowhere to strangers besides.`}
        beside={
          <Button look={typed.trim() === name ? 'plain' : 'main'} type="submit">
            {say`Save`}
          </Button>
        }
      />
    </form>
  )
}

function Accent({ chosen }: { chosen: string }) {
  const ask = useQuestion()
  const said = useSignal<string | null>(null)
  const choose = async (accent: string) => {
    const answer = await ask('workspace.set', { accent })
    said.value = 'refused' in answer ? refusedWords(answer.refused) : say`Saved`
  }
  return (
    <fieldset class="accents">
      <legend>{say`Colour`}</legend>
      {['', ...accents].map(accent => (
        <label key={accent} data-accent={accent || undefined} title={nameOf(accent)}>
          <input
            type="radio"
            name="accent"
            value={accent}
            checked={chosen === accent}
            aria-label={nameOf(accent)}
            onChange={() => void choose(accent)}
          />
          <span />
        </label>
      ))}
      <span class="preference-said" role="status">
        {said.value}
      </span>
    </fieldset>
  )
}

const nameOf = (accent: string): string => {
  const names: Record<string, string> = {
    green: say`Green`,
    teal: say`Teal`,
    blue: say`Blue`,
    indigo: say`Indigo`,
    violet: say`Violet`,
    pink: say`Pink`,
    red: say`Red`,
    orange: say`Orange`,
  }
  return names[accent] ?? say`Flack's own`
}
