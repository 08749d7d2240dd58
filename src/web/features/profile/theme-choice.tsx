import { useSignal } from '@preact/signals'
import { rememberedTheme, rememberTheme, type Theme, themes } from '../../remembered.ts'
import { showTheme } from '../../theme.ts'

const labels: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }

/** Light or dark, at once and for this browser; nothing needs to be saved. */
export function ThemeChoice() {
  const chosen = useSignal(rememberedTheme())
  const choose = (theme: Theme) => {
    chosen.value = theme
    rememberTheme(theme)
    showTheme(theme)
  }
  return (
    <fieldset class="choice">
      <legend>Theme</legend>
      {themes.map(theme => (
        <label key={theme}>
          <input
            class="unseen"
            type="radio"
            name="theme"
            value={theme}
            checked={chosen.value === theme}
            onChange={() => choose(theme)}
          />
          <span>{labels[theme]}</span>
        </label>
      ))}
    </fieldset>
  )
}
