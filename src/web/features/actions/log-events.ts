import { isComposing, letterOf } from '../../ui/keys.ts'
import { takesKeys } from '../../ui/takes-keys.ts'
import type { Reading } from '../timeline/reading.ts'
import type { AtHand } from './at-hand.ts'
import { LongPress } from './long-press.ts'
import type { MessageTools } from './message-tools.ts'
import { PointedMessage } from './pointed-message.ts'
import { walk } from './row-keys.ts'

/** What the log hears on behalf of all its messages: a listener each would be thousands. The answer ends it. */
export const listenToLog = (log: HTMLElement, reading: Reading, atHand: AtHand): (() => void) => {
  const { tools } = atHand
  if (tools === null) return () => {}
  const end = new AbortController()
  const on = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void) =>
    log.addEventListener(type, hear, { signal: end.signal, passive: false })
  const pointed = new PointedMessage(atHand)
  on('keydown', event => {
    pointed.keyOn(event.target)
    if (takesKeys(event.target) || isComposing(event) || event.defaultPrevented) return
    walk(event, log, reading)
    if (!event.defaultPrevented) actByKey(event, tools)
  })
  on('contextmenu', event => openMenu(event, tools))
  on('pointerover', event => pointed.pointAt(event))
  on('pointermove', event => pointed.moved(event))
  on('pointerleave', () => pointed.left())
  on('pointerdown', event => pointed.pressed(event))
  on('focusin', event => pointed.focusOn(event.target))
  on('focusout', event => pointed.focusOn(event.relatedTarget))
  listenToFingers(on, tools)
  // The pointer and the focus may have come to a message before this program was loaded.
  pointed.pointAt({ target: log.querySelector('article:hover'), pointerType: 'mouse' })
  pointed.focusOn(document.activeElement)
  return () => end.abort()
}

type On = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void) => void

/** A finger that stays opens what can be done with the message; on a chip, who it is from. */
const listenToFingers = (on: On, tools: MessageTools): void => {
  const press = new LongPress()
  on('pointerdown', event => {
    const said = tools.saidAt(event.target)
    if (said === null) return
    if (isOnChip(event.target)) press.down(event, () => tools.open({ kind: 'reactors', said }))
    else if (!hasOwnPress(event.target)) press.down(event, () => tools.open({ kind: 'sheet', said }))
  })
  on('pointermove', event => press.move(event))
  on('pointerup', () => press.cancel())
  on('pointercancel', () => press.cancel())
  on('scroll', () => press.cancel())
  on('touchend', event => press.end(event))
}

/** A single key acts on the message that has the focus. A capital letter is the beginning of a sentence. */
const actByKey = (event: KeyboardEvent, tools: MessageTools): void => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || isCapital(event)) return
  const said = tools.saidAt(event.target)
  if (said === null) return
  const key = letterOf(event) || event.key.toLowerCase()
  const action = tools.actions(said).find(one => one.key === key)
  if (action === undefined) return
  event.preventDefault()
  action.run(tools, said)
}

const isCapital = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && event.key !== event.key.toLowerCase() && !event.getModifierState('CapsLock')

/** A press on a link is the browser's: it offers to copy or open it. So is one in a field or on a button. */
const hasOwnPress = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, input, textarea, img, summary') !== null

const isOnChip = (target: EventTarget | null): boolean => target instanceof Element && target.closest('.chip') !== null

/** By the right button, by the menu key, or by Shift+F10. What is selected, and what has a menu of its own, keeps the browser's. */
const openMenu = (event: MouseEvent, tools: MessageTools): void => {
  const said = tools.saidAt(event.target)
  if (said !== null && isOnChip(event.target)) {
    event.preventDefault()
    tools.open({ kind: 'reactors', said })
    return
  }
  const isOfBrowser = event.shiftKey || hasOwnPress(event.target) || document.getSelection()?.isCollapsed === false
  if (said === null || (isOfBrowser && event.button === 2)) return
  event.preventDefault()
  // A long press opens the sheet (`listenToFingers`), and browsers send this event for the same press, too.
  if ('pointerType' in event && event.pointerType === 'touch') return
  const line = event.target instanceof Element ? event.target.closest('article')?.getBoundingClientRect() : undefined
  const isByPointer = event.button === 2
  const anchor =
    isByPointer || line === undefined
      ? { left: event.clientX, top: event.clientY, bottom: event.clientY }
      : { left: line.left + KEY_INSET, top: line.top, bottom: line.bottom }
  tools.open({ kind: 'menu', said, anchor })
}

/** A menu opened by a key stands where the text begins, pixels. */
const KEY_INSET = 64
