const onMac = /^Mac|^iP/.test(navigator.platform)

const names: Record<string, string> = { delete: 'Del' }

/** How the key of an action is called. */
export const nameOfKey = (key: string): string => names[key] ?? key.toUpperCase()

/** How a combination is called on this machine: "Ctrl+K", on a Mac "⌘K". */
export const nameHere = (keys: string): string =>
  onMac ? keys.replace('Ctrl+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧') : keys
