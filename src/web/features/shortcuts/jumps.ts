import type { ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { sidebarIsHidden } from '../../navigation.ts'
import { letterOf } from '../../ui/keys.ts'
import { opened } from '../opened.ts'

/**
 * Ways that lead straight to one view, by the letters that people know. Where the browser keeps Ctrl+Shift and a letter for
 * itself (Ctrl+Shift+I opens its tools) Alt+Shift and the letter do the same.
 */
const jumps: Readonly<Record<string, (current: string | null) => void>> = {
  k: () => (opened.value = 'write'),
  l: () => (opened.value = 'browse'),
  e: () => (opened.value = 'people'),
  i: current => {
    if (current !== null) opened.value = { details: current }
  },
  d: () => (sidebarIsHidden.value = !sidebarIsHidden.peek()),
}

/** `current`: the channel that is shown. */
export const useJumps = (current: ReadonlySignal<string | null>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      const jump = jumps[jumpOf(event) ?? '']
      if (jump === undefined) return
      event.preventDefault()
      jump(current.peek())
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [current])
}

const jumpOf = (event: KeyboardEvent): string | null => {
  const { altKey, code, ctrlKey, metaKey, shiftKey } = event
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && (event.key === '.' || code === 'Period')) return 'i'
  if (!shiftKey || (altKey ? ctrlKey || metaKey : ctrlKey === metaKey)) return null
  // With Alt a Mac writes other signs, so that the place of the key says what was meant.
  return letterOf(event) || (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? null)
}
