import { effect, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { defaults, type Preferences } from '#protocol/preferences.ts'
import { rememberedTextSize, rememberedTheme, rememberTextSize, rememberTheme } from '../../remembered.ts'
import { showTextSize } from '../../text-size.ts'
import { showTheme } from '../../theme.ts'
import { useClient } from '../client.ts'

/** How the person likes it, for everything that has to know. */
export const preferences = signal<Preferences>(defaults)

/** Whether Enter alone sends. */
export const enterSends = (): boolean => preferences.peek().enterSends === 'enter'

/**
 * Lets the page look as was chosen, on whichever device. What decides how the page is first drawn is remembered in this
 * browser, too, where it is found before anything is loaded; until something was chosen, what this browser remembers holds.
 */
export const usePreferences = (): void => {
  const { replica } = useClient()
  useEffect(
    () =>
      effect(() => {
        const chosen = replica.preferences.value
        const { theme = rememberedTheme(), textSize = rememberedTextSize() } = chosen
        preferences.value = { ...defaults, ...chosen, theme, textSize }
        if (theme !== rememberedTheme()) rememberTheme(theme)
        if (textSize !== rememberedTextSize()) rememberTextSize(textSize)
        showTheme(theme)
        showTextSize(textSize)
      }),
    [replica],
  )
}
