import { useSignal } from '@preact/signals'
import { type Policies, policyDefaults } from '#protocol/policies.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

/** How the door stands. Who is in stays in, whatever is chosen. */
export function WhoMayJoin() {
  const { replica } = useClient()
  const ask = useQuestion()
  const said = useSignal<string | null>(null)
  const chosen = replica.policies.value.get('join')?.value ?? policyDefaults.join
  const choose = async (value: Policies['join']) => {
    said.value = null
    const answer = await ask('policy.set', { name: 'join', value })
    said.value = 'refused' in answer ? refusedWords(answer.refused) : say`Saved`
  }
  return (
    <fieldset class="radio-list">
      <legend class="unseen">{say`Who may join`}</legend>
      {options().map(({ value, label, note }) => (
        <label key={value}>
          <input
            type="radio"
            name="join"
            value={value}
            checked={chosen === value}
            aria-label={label}
            onChange={() => void choose(value)}
          />
          <span>
            {label}
            <span class="radio-note">{note}</span>
          </span>
        </label>
      ))}
      <p class="preference-said" role="status">
        {said.value}
      </p>
    </fieldset>
  )
}

const options = (): readonly { value: Policies['join']; label: string; note: string }[] => [
  { value: 'open', label: say`Anybody who can open this page`, note: say`One name, and they are in.` },
  {
    value: 'invited',
    label: say`Only with an invitation`,
    note: say`Members hand out links; who opens the page without one is told so.`,
  },
  { value: 'added', label: say`Only people I add`, note: say`Links of admins alone let somebody in.` },
]
