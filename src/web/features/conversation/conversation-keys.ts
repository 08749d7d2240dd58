import { useEffect } from 'preact/hooks'
import { listIsOpen } from '../../navigation.ts'
import { isComposing } from '../../ui/keys.ts'
import type { AtHand } from '../actions/at-hand.ts'
import { mainField } from '../composer/focus.ts'
import { isDayKey } from '../timeline/day-keys.ts'
import type { Reading } from '../timeline/reading.ts'

/**
 * Keys that mean the conversation as a whole. Esc leaves the innermost thing: what it closes by itself (a dialog, the
 * list) comes first, then a message that has the focus, then what was new. A letter typed beside every field goes to
 * the message field, and pages and days turned in a message field without any turn those of the messages.
 */
export function ConversationKeys({ reading, atHand }: { reading: Reading; atHand: AtHand }) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event
      const isTaken = event.defaultPrevented || isComposing(event) || listIsOpen.peek()
      if (isTaken || !(target instanceof Element) || target.closest('dialog, [role="menu"]')) return
      if (event.key === 'Escape') leave(target, reading)
      else if (event.code === 'Backslash' && event.ctrlKey !== event.metaKey && event.shiftKey) {
        event.preventDefault()
        atHand.use(tools => tools.reactLast())
      } else if (event.key === 'ArrowUp' && event.ctrlKey !== event.metaKey && target === mainField()) {
        event.preventDefault()
        atHand.use(tools => tools.recall())
      } else if (isDayKey(event) && target === mainField() && mainField()?.value === '') turnDay(event, reading, atHand)
      else if (
        isPlain(event, 'PageUp', 'PageDown') &&
        target === mainField() &&
        target.scrollHeight <= target.clientHeight
      )
        turn(event, reading)
      else if (isLetter(event) && target.closest('input, textarea, button, a, [role=separator]') === null)
        mainField()?.focus()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [reading, atHand])
  return null
}

const leave = (target: Element, reading: Reading): void => {
  const line = target.closest<HTMLElement>('article')
  if (line !== null && line !== target) line.focus({ preventScroll: true })
  else if (target.closest('.timeline') !== null) mainField()?.focus()
  else if (isSomewhere(reading)) reading.markAllRead()
}

/** There is news, or the reader is further up, or came for a message that is not here. */
const isSomewhere = ({ visit, atEnd, notFound }: Reading): boolean =>
  visit.before.peek() !== null || !atEnd.peek() || notFound.peek()

const isPlain = ({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent, ...keys: string[]): boolean =>
  keys.includes(key) && !altKey && !ctrlKey && !metaKey && !shiftKey

/** Only of a field that is empty: where there is something, these keys select it. */
const turnDay = (event: KeyboardEvent, reading: Reading, atHand: AtHand): void => {
  const messages = document.querySelector<HTMLElement>('.timeline')
  if (messages === null) return
  event.preventDefault()
  atHand.use(tools => tools.goToDay(event.key === 'PageUp' ? -1 : 1, messages, reading))
}

const turn = (event: KeyboardEvent, reading: Reading): void => {
  const messages = document.querySelector('.timeline')
  if (messages === null) return
  event.preventDefault()
  // A line or two of the page before stay in view, as the browser does it.
  const top = (event.key === 'PageUp' ? -0.9 : 0.9) * messages.clientHeight
  // Of what was just opened no more than a screenful is drawn yet, in which there is no page to turn.
  reading.whenSettled(() => messages.scrollBy({ top }))
}

/** "?" is the key of the list of shortcuts, and Space turns a page. */
const isLetter = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && key !== '?' && !altKey && !ctrlKey && !metaKey
