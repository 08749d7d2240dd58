import { say } from '../../words/say.ts'
import { Radios, useChoice } from '../preferences/choice.tsx'

/** Light or dark, at once and on all own devices; nothing needs to be saved. */
export function ThemeChoice() {
  const { chosen, choose } = useChoice('theme')
  return (
    <fieldset class="choice">
      <legend>{say`Theme`}</legend>
      <Radios
        name="theme"
        options={[
          ['system', say`System`],
          ['light', say`Light`],
          ['dark', say`Dark`],
        ]}
        chosen={chosen}
        onChoose={value => void choose(value)}
      />
    </fieldset>
  )
}
