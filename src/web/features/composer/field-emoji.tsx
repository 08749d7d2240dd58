import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { EmojiPicker } from '../emoji/emoji-picker.tsx'
import { loadEmoji } from '../emoji/load.ts'
import { insertText } from './apply-edit.ts'

interface FieldEmojiProps {
  field: RefObject<HTMLTextAreaElement | null>
  beside: RefObject<Element | null>
  onClose: () => void
}

/** The picker for a field: what is picked comes where the caret was. */
export function FieldEmoji({ field, beside, onClose }: FieldEmojiProps) {
  // An open dialog makes the browser forget where the caret was.
  const caret = useRef(
    field.current === null ? null : ([field.current.selectionStart, field.current.selectionEnd] as const),
  )
  const restore = () => {
    if (caret.current !== null) field.current?.setSelectionRange(...caret.current)
    caret.current = null
  }
  const insert = async (name: string) => {
    const { emojiOf } = await loadEmoji()
    restore()
    if (field.current !== null) insertText(field.current, emojiOf(name) ?? `:${name}:`)
  }
  return (
    <EmojiPicker
      beside={beside}
      onPick={name => void insert(name)}
      onClose={() => {
        restore()
        onClose()
      }}
    />
  )
}
