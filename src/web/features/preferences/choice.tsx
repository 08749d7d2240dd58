import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { PreferenceName, Preferences } from '#protocol/preferences.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { usePerform } from '../use-ask.ts'
import { preferences } from './chosen.ts'

type Options<N extends PreferenceName> = readonly (readonly [value: Preferences[N], label: string])[]

/** Chooses a value; nothing needs to be saved. */
export const useChoice = <N extends PreferenceName>(name: N) => {
  const perform = usePerform()
  /** What became of the last choice: told in the row. */
  const said = useSignal<string | null>(null)
  const choose = async (value: Preferences[N]) => {
    said.value = null
    const performed = await perform({ do: 'preference.set', name, value })
    if (performed === null) said.value = say`Saved here, and sent once there is a connection`
    else said.value = 'refused' in performed ? refusedWords(performed.refused) : say`Saved`
  }
  return { chosen: preferences.value[name], choose, said }
}

/** A few values side by side, of which one holds. */
export function Radios<N extends PreferenceName>({
  name,
  options,
  chosen,
  onChoose,
}: {
  name: N
  options: Options<N>
  chosen: Preferences[N]
  onChoose: (value: Preferences[N]) => void
}) {
  return options.map(([value, label]) => (
    <label key={String(value)}>
      <input
        class="unseen"
        type="radio"
        name={name}
        value={String(value)}
        checked={chosen === value}
        onChange={() => onChoose(value)}
      />
      <span>{label}</span>
    </label>
  ))
}

/** A row of the page: what it is, what became of the last choice, one quiet sentence, and the values at the right. */
export function ChoiceRow<N extends PreferenceName>({
  name,
  label,
  note,
  options,
}: {
  name: N
  label: string
  note: string
  options: Options<N>
}) {
  const id = useId()
  const { chosen, choose, said } = useChoice(name)
  return (
    <div class="preference" role="radiogroup" aria-labelledby={id} aria-describedby={`${id}-note`}>
      <div>
        <span class="preference-label" id={id}>
          {label}
        </span>
        <span class="preference-said" role="status">
          {said.value}
        </span>
        <p id={`${id}-note`}>{note}</p>
      </div>
      <div class="choice">
        <Radios name={name} options={options} chosen={chosen} onChoose={value => void choose(value)} />
      </div>
    </div>
  )
}
