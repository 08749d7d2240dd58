import { useSignal } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { rememberFormats } from '../../remembered.ts'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { loadTools, toolsNow } from './tools.ts'

interface ComposerToolsProps {
  field: RefObject<HTMLTextAreaElement | null>
  /** Whether the formats are shown. */
  formats: boolean
  onFormats: (shown: boolean) => void
  /** More tools, at the end. */
  children?: ComponentChildren
}

/** The row of tools under the text: what inserts something, and what opens the formats. */
export function ComposerTools({ field, formats, onFormats, children }: ComposerToolsProps) {
  const picking = useSignal(false)
  const row = useRef<HTMLDivElement>(null)
  const tools = toolsNow()
  const pick = (isOpen: boolean) => {
    picking.value = isOpen
  }
  const show = async () => {
    rememberFormats(!formats)
    await loadTools()
    onFormats(!formats)
  }
  return (
    // The field keeps the focus, and a phone its keyboard.
    <div class="composer-tools" ref={row} onPointerDown={event => event.preventDefault()}>
      <IconButton icon="formats" size={16} label={say`Formatting`} onClick={show} pressed={formats} />
      <IconButton icon="smile" size={16} label={say`Emoji`} onClick={() => void loadTools().then(() => pick(true))} />
      {children}
      {picking.value && tools !== null && <tools.FieldEmoji field={field} beside={row} onClose={() => pick(false)} />}
    </div>
  )
}
