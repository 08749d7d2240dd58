import { isComposing } from '../../ui/keys.ts'
import { enterSends } from '../preferences/chosen.ts'

type Enter = 'sends' | 'breaks' | null

/**
 * What an Enter does: `sends`, or `breaks` the line; null where the key is no Enter or belongs to an input method. A
 * phone's return key has no Shift beside it: there it makes a line, and the button sends. So it is for
 * whoever chose it. Ctrl+Enter sends everywhere.
 */
export const enterOf = (event: KeyboardEvent): Enter => {
  if (event.key !== 'Enter' || isComposing(event) || event.altKey) return null
  if (event.ctrlKey || event.metaKey) return 'sends'
  return event.shiftKey || returnMakesLine() || !enterSends() ? 'breaks' : 'sends'
}

/** Where there is nothing but fingers. A tablet with a keyboard and a touchpad has a pointer that hovers. */
export const returnMakesLine = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches
