import { useMemo } from 'preact/hooks'
import { isComposing, letterOf } from '../../ui/keys.ts'
import { takesKeys } from '../../ui/takes-keys.ts'
import { LongPress } from '../actions/long-press.ts'
import type { MessageTools } from '../actions/message-tools.ts'
import { prepareOpened } from '../actions/opened.tsx'
import type { Reading } from './reading.ts'
import { walk } from './row-keys.ts'

/** What the log hears on behalf of all its messages: a listener each would be thousands. */
export const useLogEvents = (reading: Reading, tools: MessageTools) =>
  useMemo(() => {
    const press = new LongPress()
    return {
      onScroll: () => {
        press.cancel()
        reading.scrolled()
      },
      // Before the button itself hears of it, and draws.
      onClickCapture: (event: Event) => holdFolded(event.target, reading),
      onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
        tools.pointed.keyOn(event.target)
        if (takesKeys(event.target) || isComposing(event)) return
        walk(event, event.currentTarget, reading)
        if (!event.defaultPrevented) actByKey(event, tools)
      },
      onPointerOver: (event: PointerEvent) => {
        tools.pointed.pointAt(event)
        prepareOpened()
      },
      onPointerLeave: () => tools.pointed.pointAt(null),
      onPointerDown: (event: PointerEvent) => {
        tools.pointed.pressed()
        const said = hasOwnPress(event.target) ? null : tools.saidAt(event.target)
        if (said !== null) press.down(event, () => tools.open({ kind: 'sheet', said }))
      },
      onPointerMove: (event: PointerEvent) => press.move(event),
      onPointerUp: () => press.cancel(),
      onPointerCancel: () => press.cancel(),
      onTouchEnd: (event: TouchEvent) => press.end(event),
      onContextMenu: (event: MouseEvent) => openMenu(event, tools),
      onFocusIn: (event: FocusEvent) => {
        tools.pointed.focusOn(event.target)
        prepareOpened()
      },
      onFocusOut: (event: FocusEvent) => tools.pointed.focusOn(event.relatedTarget),
    }
  }, [reading, tools])

/** A message that is unfolded keeps its beginning where it is, one that is folded again the button under the pointer. */
const holdFolded = (target: EventTarget | null, reading: Reading): void => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[aria-expanded]') : null
  const part = button?.ariaExpanded === 'true' ? button : button?.closest('article')
  if (part) reading.hold(part)
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

/** By the right button, by the menu key, or by Shift+F10. What is selected, and what has a menu of its own, keeps the browser's. */
const openMenu = (event: MouseEvent, tools: MessageTools): void => {
  const said = tools.saidAt(event.target)
  const isOfBrowser = event.shiftKey || hasOwnPress(event.target) || document.getSelection()?.isCollapsed === false
  if (said === null || (isOfBrowser && event.button === 2)) return
  event.preventDefault()
  // A finger has its own way, which the same press may be.
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
