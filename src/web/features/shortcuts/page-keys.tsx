import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isComposing } from '../../ui/keys.ts'
import { later } from '../../ui/later.tsx'
import { takesKeys } from '../../ui/takes-keys.ts'
import { say } from '../../words/say.ts'
import { listenForProfiles } from '../people/profile-events.ts'
import { useZone } from '../preferences/zone.ts'
import { announce } from '../status/announce.ts'
import { goToRegion } from './regions.ts'

const dialog = later(() => import('./shortcuts-dialog.tsx').then(({ ShortcutsDialog }) => ShortcutsDialog))

/** What concerns the page as a whole and may come late: F6 through its parts, the list of all keys, where the person is. */
export function PageKeys() {
  const isOpen = useSignal(false)
  useZone()
  const close = () => {
    isOpen.value = false
  }
  useEffect(listenForProfiles, [])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event)) return
      const inDialog = document.querySelector('dialog[open]') !== null
      if (isForList(event) && (isOpen.peek() || !inDialog)) isOpen.value = !isOpen.peek()
      else if (event.key === 'F6' && !event.altKey && !event.metaKey && !inDialog) goToRegion(event.shiftKey ? -1 : 1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isOpen])
  if (!isOpen.value) return null
  return (
    <dialog.Later
      onClose={close}
      onMissing={() => {
        close()
        announce(say`That did not work. Try again.`)
      }}
    />
  )
}

/** Ctrl+/ everywhere, whatever the key of "/" is on this keyboard; "?" where nothing is typed. */
const isForList = (event: KeyboardEvent): boolean => {
  const { key, code, ctrlKey, metaKey, altKey } = event
  if (ctrlKey !== metaKey) return !altKey && (key === '/' || code === 'Slash')
  return key === '?' && !ctrlKey && !takesKeys(event.target)
}
