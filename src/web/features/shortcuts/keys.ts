import { say } from '../../words/say.ts'

const onMac = /^Mac|^iP/.test(navigator.platform)

const names: Record<string, string> = { delete: 'Del' }

/** How the key of an action is called in a combination. */
export const nameOfKey = (key: string): string => names[key] ?? key.toUpperCase()

/** How a combination is called on this machine: "Ctrl+K", on a Mac "⌘K". */
export const nameHere = (keys: string): string =>
  (onMac ? keys.replace('Ctrl+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧') : keys).replace(
    /[A-Z][a-z]+(?: [A-Z][a-z]+)?/g,
    key => inWords()[key] ?? key,
  )

/** What stands on the keys of a keyboard for another language. */
const inWords = (): Record<string, string> => ({
  Alt: say`Alt`,
  Ctrl: say`Ctrl`,
  Del: say`Del`,
  End: say`End`,
  Enter: say`Enter`,
  Esc: say`Esc`,
  Home: say`Home`,
  'Page Down': say`Page Down`,
  'Page Up': say`Page Up`,
  Shift: say`Shift`,
  Tab: say`Tab`,
})
