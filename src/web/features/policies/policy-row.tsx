import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Policies, PolicyName } from '#protocol/policies.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'
import { policyOf, roleOf } from './policy.ts'

interface PolicyRowProps<N extends PolicyName> {
  name: N
  label: string
  note: string
  options: readonly (readonly [value: Policies[N], label: string])[]
}

/** One decision: what it is about, what became of the last choice, and its values. It holds at once. */
export function PolicyRow<N extends PolicyName>({ name, label, note, options }: PolicyRowProps<N>) {
  const id = useId()
  const client = useClient()
  const ask = useQuestion()
  const said = useSignal<string | null>(null)
  /** Chosen, and not answered yet. */
  const wanted = useSignal<Policies[N] | null>(null)
  const holds = policyOf(client, name)
  const isOwner = roleOf(client) === 'owner'
  const choose = async (value: Policies[N]) => {
    wanted.value = value
    said.value = null
    const answer = await ask('policy.set', { name, value })
    wanted.value = null
    said.value = 'refused' in answer ? refusedWords(answer.refused) : say`Saved`
  }
  const all = options.some(([value]) => value === holds) ? options : [...options, [holds, String(holds)] as const]
  return (
    <div class="preference">
      <div>
        <label class="preference-label" for={id}>
          {label}
        </label>
        <span class="preference-said" role="status">
          {said.value}
        </span>
        <p id={`${id}-note`}>{note}</p>
      </div>
      <select
        id={id}
        class="search-field policy-choice"
        aria-describedby={`${id}-note`}
        // What owners keep for themselves only an owner gives away.
        disabled={holds === 'owners' && !isOwner}
        value={String(wanted.value ?? holds)}
        onChange={event => {
          const [value] = all.find(([value]) => String(value) === event.currentTarget.value) ?? []
          if (value !== undefined) void choose(value)
        }}
      >
        {all.map(([value, words]) => (
          <option key={String(value)} value={String(value)} disabled={value === 'owners' && !isOwner}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
