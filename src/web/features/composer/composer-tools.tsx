import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { rememberFormats } from '../../remembered.ts'
import { IconButton } from '../../ui/button.tsx'
import { EmojiPicker } from '../emoji/emoji-picker.tsx'
import { loadEmoji } from '../emoji/load.ts'
import { loadTools, toolsNow } from './tools.ts'

interface ComposerToolsProps {
  field: RefObject<HTMLTextAreaElement | null>
  /** Whether the formats are shown. */
  formats: boolean
  onFormats: (shown: boolean) => void
}

/** The row of tools under the text: what inserts something, and what opens the formats. */
export function ComposerTools({ field, formats, onFormats }: ComposerToolsProps) {
  const picking = useSignal(false)
  const row = useRef<HTMLDivElement>(null)
  // An open dialog makes the browser forget where the caret was.
  const caret = useRef<[number, number] | null>(null)
  const open = () => {
    if (field.current !== null) caret.current = [field.current.selectionStart, field.current.selectionEnd]
    picking.value = true
  }
  const restore = () => {
    if (caret.current !== null) field.current?.setSelectionRange(...caret.current)
    caret.current = null
  }
  const insert = async (name: string) => {
    const { emojiOf } = await loadEmoji()
    restore()
    if (field.current !== null) toolsNow()?.insertText(field.current, emojiOf(name) ?? `:${name}:`)
  }
  const show = async () => {
    rememberFormats(!formats)
    await loadTools()
    onFormats(!formats)
  }
  return (
    // The field keeps the focus, and a phone its keyboard.
    <div class="composer-tools" ref={row} onPointerDown={event => event.preventDefault()}>
      <IconButton icon="formats" size={16} label="Formatting" onClick={show} pressed={formats} />
      <IconButton icon="smile" size={16} label="Emoji" onClick={open} />
      {picking.value && (
        <EmojiPicker
          beside={row}
          onPick={name => void insert(name)}
          onClose={() => {
            restore()
            picking.value = false
          }}
        />
      )}
    </div>
  )
}
