import type { IconName } from '../../ui/icon.tsx'
import { letterOf } from '../../ui/keys.ts'
import { type Edit, link, toggleLines, toggleMark, type Written } from './edits.ts'

export interface Format {
  name: string
  icon: IconName
  /** As a shortcut is said: Ctrl stands for ⌘ on a Mac. */
  keys: string
  edit: (written: Written) => Edit
}

/** What the toolbar offers, in its order. */
export const formats: readonly Format[] = [
  { name: 'Bold', icon: 'bold', keys: 'Ctrl+B', edit: written => toggleMark(written, '**') },
  { name: 'Italic', icon: 'italic', keys: 'Ctrl+I', edit: written => toggleMark(written, '_') },
  { name: 'Strikethrough', icon: 'strike', keys: 'Ctrl+Shift+X', edit: written => toggleMark(written, '~~') },
  { name: 'Link', icon: 'link', keys: 'Ctrl+Shift+U', edit: link },
  { name: 'List', icon: 'list', keys: 'Ctrl+Shift+8', edit: written => toggleLines(written, 'list') },
  { name: 'Numbered list', icon: 'numbered', keys: 'Ctrl+Shift+7', edit: written => toggleLines(written, 'numbered') },
  { name: 'Quote', icon: 'quote', keys: 'Ctrl+Shift+9', edit: written => toggleLines(written, 'quote') },
  { name: 'Code', icon: 'code', keys: 'Ctrl+Shift+C', edit: written => toggleMark(written, '`') },
]

const byKeys = new Map(formats.map(({ keys, edit }) => [keys, edit]))

/** The edit that a shortcut means; null for every other key. Ctrl+K is a link only where something is selected. */
export const shortcutEdit = (event: KeyboardEvent, written: Written): Edit | null => {
  const { altKey, code, ctrlKey, metaKey, shiftKey } = event
  if (ctrlKey === metaKey || altKey) return null
  const letter = letterOf(event).toUpperCase()
  if (letter === 'K' && !shiftKey && written.from !== written.to) return link(written)
  // With Shift a digit writes another sign on most layouts: there its place counts.
  const key = letter || (/^Digit([789])$/.exec(code)?.[1] ?? '')
  return byKeys.get(`Ctrl+${shiftKey ? 'Shift+' : ''}${key}`)?.(written) ?? null
}
