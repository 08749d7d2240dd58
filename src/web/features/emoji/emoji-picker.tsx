import { useSignal } from '@preact/signals'
import type { FunctionComponent, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useBackCloses } from '../../ui/back-closes.ts'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'

export interface EmojiPickerProps {
  /** A short name, with its skin tone ("tada", "wave::skin-tone-3"). The picker closes after it. */
  onPick: (name: string) => void
  /** It is closed, by a choice or without one; the focus is where it was before. */
  onClose: () => void
  /** What it opens beside; where nothing is said, what has the focus. */
  beside?: RefObject<Element | null>
}

type Content = FunctionComponent<{ onPick: (name: string) => void; onClose: () => void }>

/**
 * The dialog "Emoji", open as long as it is drawn: beside what opened it, on a small screen all over it. What is inside
 * is fetched now.
 */
export function EmojiPicker({ onPick, onClose, beside }: EmojiPickerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const content = useContent()
  useLayoutEffect(() => {
    const element = dialog.current
    const opener = beside?.current ?? document.activeElement
    element?.showModal()
    if (element !== null && opener !== null) place(element, opener.getBoundingClientRect())
    return () => element?.close()
  }, [])
  const close = () => dialog.current?.close()
  useBackCloses(close)
  const pick = (name: string) => {
    close()
    onPick(name)
  }
  const Inside = content.value
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it
    <dialog
      class="emoji-picker"
      ref={dialog}
      aria-label={say`Emoji`}
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div class="emoji-inside">
        {Inside === 'failed' && <p class="emoji-note">{say`The emoji could not be loaded. Try again in a moment.`}</p>}
        {Inside !== null && Inside !== 'failed' && <Inside onPick={pick} onClose={close} />}
      </div>
    </dialog>
  )
}

const useContent = () => {
  const content = useSignal<Content | 'failed' | null>(null)
  const isDrawn = useIsDrawn()
  useEffect(() => {
    const fill = (inside: Content | 'failed') => {
      if (isDrawn()) content.value = inside
    }
    import('./emoji-choice.tsx').then(
      ({ EmojiChoice }) => fill(EmojiChoice),
      () => fill('failed'),
    )
  }, [])
  return content
}

const EDGE = 8

/** Above what opened it, else below, in line with its nearer side. Where it covers the screen the styles win. */
const place = (dialog: HTMLElement, opener: DOMRect): void => {
  const { offsetWidth, offsetHeight } = dialog
  const above = opener.top - offsetHeight - EDGE
  const below = opener.bottom + EDGE
  const lowest = innerHeight - offsetHeight - EDGE
  const top = above >= EDGE ? above : Math.min(below, lowest)
  const isLeft = opener.left + opener.right < innerWidth
  const left = Math.min(isLeft ? opener.left : opener.right - offsetWidth, innerWidth - offsetWidth - EDGE)
  dialog.style.setProperty('--top', `${Math.max(EDGE, top)}px`)
  dialog.style.setProperty('--left', `${Math.max(EDGE, left)}px`)
}
