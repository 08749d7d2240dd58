import { useId } from 'preact/hooks'
import { say } from '../../words/say.ts'
import type { Tone } from './table.ts'

const tones = (): [Tone, string, string][] => [
  [null, '✋', say`None`],
  [2, '✋🏻', say`Light`],
  [3, '✋🏼', say`Medium light`],
  [4, '✋🏽', say`Medium`],
  [5, '✋🏾', say`Medium dark`],
  [6, '✋🏿', say`Dark`],
]

/** In which skin tone people and hands are shown and picked. */
export function SkinTone({ tone, onChange }: { tone: Tone; onChange: (tone: Tone) => void }) {
  const name = useId()
  return (
    <fieldset class="skin-tones">
      <legend class="unseen">{say`Skin tone`}</legend>
      {tones().map(([value, sign, label]) => (
        <label key={label} title={label}>
          <input
            class="unseen"
            type="radio"
            name={name}
            aria-label={label}
            checked={tone === value}
            onChange={() => onChange(value)}
          />
          <span class="emoji" aria-hidden="true">
            {sign}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
