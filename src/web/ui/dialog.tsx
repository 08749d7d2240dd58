import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { say } from '../words/say.ts'
import { IconButton } from './button.tsx'
import { useModal } from './use-modal.ts'

/**
 * A modal dialog, open as long as it is drawn. Esc, its cross and a phone's "back" call `onClose`; the browser keeps the
 * focus inside and gives it back.
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
  const modal = useModal(onClose)
  if (look === 'palette')
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it
      <dialog
        class="dialog palette"
        aria-label={title}
        {...modal}
        onClick={event => event.target === event.currentTarget && modal.onClose()}
      >
        {children}
      </dialog>
    )
  return (
    <dialog class="dialog" data-look={look} aria-labelledby={id} {...modal}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={say`Close`} onClick={modal.onClose} />
      </header>
      {children}
    </dialog>
  )
}
