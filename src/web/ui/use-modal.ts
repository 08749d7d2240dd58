import { useLayoutEffect, useRef } from 'preact/hooks'
import { useBackCloses } from './back-closes.ts'

/**
 * What a modal `<dialog>` that is open as long as it is drawn needs: `ref`, `onClose` and `onCancel` are its own. Esc, a
 * phone's "back" and the element's `close()` call `onClose`; the browser keeps the focus inside and gives it back.
 */
export const useModal = (onClose: () => void) => {
  const ref = useRef<HTMLDialogElement>(null)
  const isGone = useRef(false)
  useLayoutEffect(() => {
    const element = ref.current
    element?.showModal()
    return () => {
      isGone.current = true
      element?.close()
    }
  }, [])
  // The browser tells of `close` a moment after it gave the focus back. By then a key, or a row of this one, may have
  // opened the next dialog, which this one's late word would close: so what it says once it is gone is not heard.
  const closed = () => {
    if (!isGone.current) onClose()
  }
  useBackCloses(closed)
  const cancelled = (event: Event) => {
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    closed()
  }
  return { ref, onClose: closed, onCancel: cancelled }
}
