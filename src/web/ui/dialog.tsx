import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { say } from '../words/say.ts'
import { IconButton } from './button.tsx'

/**
 * A modal dialog, open as long as it is drawn. Esc and its cross call `onClose`; the browser keeps the focus inside and
 * gives it back.
 */
export function Dialog({
  title,
  look,
  onClose,
  children,
}: {
  title: string
  /** `palette`: nothing but what is in it; its title is only heard, and a press beside it closes it. `wide`: with more in it than fits a narrow one. */
  look?: 'palette' | 'wide'
  onClose: () => void
  children: ComponentChildren
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const isGone = useRef(false)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => {
      isGone.current = true
      element?.close()
    }
  }, [])
  // The browser tells of `close` a moment after it gave the focus back. By then a key may have opened the next dialog,
  // which this one's late word would close: so Esc takes this one away first, and what it says after that is not heard.
  const closed = () => !isGone.current && onClose()
  const cancelled = (event: Event) => {
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    closed()
  }
  if (look === 'palette')
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it
      <dialog
        class="dialog palette"
        ref={dialog}
        aria-label={title}
        onClose={closed}
        onCancel={cancelled}
        onClick={event => event.target === event.currentTarget && event.currentTarget.close()}
      >
        {children}
      </dialog>
    )
  return (
    <dialog class="dialog" data-look={look} ref={dialog} aria-labelledby={id} onClose={closed} onCancel={cancelled}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={say`Close`} onClick={() => dialog.current?.close()} />
      </header>
      {children}
    </dialog>
  )
}
