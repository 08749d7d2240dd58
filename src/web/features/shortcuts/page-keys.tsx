import type { ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isComposing } from '../../ui/keys.ts'
import { takesKeys } from '../../ui/takes-keys.ts'
import { opened as dialogOfPage } from '../opened.ts'
import { listenForProfiles } from '../people/profile-events.ts'
import { useZone } from '../preferences/zone.ts'
import { useJumps } from './jumps.ts'
import { goToRegion } from './regions.ts'

/** What concerns the page as a whole and may come late: F6 through its parts, the list of all keys, where the person is. */
export function PageKeys({ current }: { current: ReadonlySignal<string | null> }) {
  useJumps(current)
  useZone()
  useEffect(listenForProfiles, [])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event)) return
      const inDialog = document.querySelector('dialog[open]') !== null
      const isOpen = dialogOfPage.peek() === 'shortcuts'
      if (isForList(event) && (isOpen || !inDialog)) dialogOfPage.value = isOpen ? null : 'shortcuts'
      else if (event.key === 'F6' && !event.altKey && !event.metaKey && !inDialog) goToRegion(event.shiftKey ? -1 : 1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return null
}

/** Ctrl+/ everywhere, whatever the key of "/" is on this keyboard; "?" where nothing is typed. */
const isForList = (event: KeyboardEvent): boolean => {
  const { key, code, ctrlKey, metaKey, altKey } = event
  if (ctrlKey !== metaKey) return !altKey && (key === '/' || code === 'Slash')
  return key === '?' && !ctrlKey && !takesKeys(event.target)
}
