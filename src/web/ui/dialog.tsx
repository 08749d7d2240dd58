import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
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
  /** `palette`: nothing but what is in it; its title is only heard, and a press beside it closes it. */
  look?: 'palette'
  onClose: () => void
  children: ComponentChildren
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  if (look === 'palette')
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it
      <dialog
        class="dialog palette"
        ref={dialog}
        aria-label={title}
        onClose={onClose}
        onClick={event => event.target === event.currentTarget && event.currentTarget.close()}
      >
        {children}
      </dialog>
    )
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label="Close" onClick={() => dialog.current?.close()} />
      </header>
      {children}
    </dialog>
  )
}
