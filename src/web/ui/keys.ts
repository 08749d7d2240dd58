type Key = Pick<KeyboardEvent, 'key' | 'code'>

/**
 * Whether a key belongs to an input method, which is putting a character together: then it is none of ours, Enter least
 * of all. Safari tells of the Enter that ends a composition after its end, and marks it by this number alone.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

/**
 * The small Latin letter that a shortcut means, '' for none: the one that the key writes, and on a layout that writes
 * none (Ctrl with "л") the one that stands there on a Latin keyboard ("k").
 */
export const letterOf = ({ key, code }: Key): string => {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const isOtherScript = key.length === 1 && /\p{L}/u.test(key)
  return isOtherScript ? (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '') : ''
}
