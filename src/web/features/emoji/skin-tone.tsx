import { useId } from 'preact/hooks'
import type { Tone } from './table.ts'

const TONES: [Tone, string, string][] = [
  [null, '✋', 'None'],
  [2, '✋🏻', 'Light'],
  [3, '✋🏼', 'Medium light'],
  [4, '✋🏽', 'Medium'],
  [5, '✋🏾', 'Medium dark'],
  [6, '✋🏿', 'Dark'],
]

/** In which skin tone people and hands are shown and picked. */
export function SkinTone({ tone, onChange }: { tone: Tone; onChange: (tone: Tone) => void }) {
  const name = useId()
  return (
    <fieldset class="skin-tones">
      <legend class="unseen">Skin tone</legend>
      {TONES.map(([value, sign, label]) => (
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
