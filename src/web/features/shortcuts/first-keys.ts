import { useEffect } from 'preact/hooks'
import { closePreferences, openPreferences, preferencesAreOpen } from '../../navigation.ts'
import { isComposing, letterOf } from '../../ui/keys.ts'
import type { AtHand } from '../actions/at-hand.ts'
import { mainField } from '../composer/focus.ts'
import { opened } from '../opened.ts'
import type { Reading } from '../timeline/reading.ts'

// These are part of the first load: who knows them presses them as soon as the page is there, and a key that comes before
// what hears it is lost.

/** Ctrl+K, or ⌘K. Of a browser's own use of these keys nobody here would think. */
export const useSwitcherKey = () => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, metaKey, shiftKey } = event
      if (letterOf(event) !== 'k' || ctrlKey === metaKey || altKey || shiftKey) return
      event.preventDefault()
      if (opened.peek() === 'switch') opened.value = null
      else if (!isInDialog(event)) opened.value = 'switch'
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

/** Ctrl+, or ⌘, as in most programs. */
export const usePreferencesKey = () => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, key, metaKey, shiftKey } = event
      if (key !== ',' || ctrlKey === metaKey || altKey || shiftKey || isInDialog(event)) return
      event.preventDefault()
      if (preferencesAreOpen.peek()) closePreferences()
      else openPreferences()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

/** ↑ in an empty message field edits what one said last: at once, or as soon as what edits has come. */
export const useEditLastKey = (reading: Reading, atHand: AtHand) => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, key, metaKey, shiftKey, target } = event
      if (key !== 'ArrowUp' || altKey || ctrlKey || metaKey || shiftKey) return
      const field = mainField()
      if (event.defaultPrevented || isComposing(event) || target !== field || field?.value !== '') return
      event.preventDefault()
      atHand.use(tools => tools.editLast(reading))
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [reading, atHand])
}

export const isInDialog = (event: Event): boolean =>
  event.target instanceof Element && event.target.closest('dialog') !== null
