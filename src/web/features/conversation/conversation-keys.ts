import { useEffect } from 'preact/hooks'
import { listIsOpen } from '../../navigation.ts'
import type { Reading } from '../timeline/reading.ts'

/**
 * Keys that mean the conversation as a whole. Esc leaves the innermost thing: what it closes by itself (a dialog, the
 * list) comes first, then a message that has the focus, then what was new. A letter typed beside every field goes to
 * the message field.
 */
export const useConversationKeys = (reading: Reading): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event
      if (event.defaultPrevented || listIsOpen.peek() || !(target instanceof Element) || target.closest('dialog'))
        return
      if (event.key === 'Escape') leave(target, reading)
      else if (isLetter(event) && target.closest('input, textarea, button, a, [role=separator]') === null)
        composer()?.focus()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [reading])
}

const leave = (target: Element, reading: Reading): void => {
  const line = target.closest<HTMLElement>('article')
  if (line !== null && line !== target) line.focus({ preventScroll: true })
  else if (target.closest('.timeline') !== null) composer()?.focus()
  else if (reading.visit.before.peek() !== null || !reading.atEnd.peek()) reading.markAllRead()
}

const isLetter = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey

const composer = (): HTMLElement | null => document.getElementById('composer')
