import { applyEdit, writtenIn } from './apply-edit.ts'
import { enterOf } from './enter.ts'
import { shortcutEdit } from './formats.ts'
import { continued, indented } from './lines.ts'

export { Attach } from '../files/attach.tsx'
export { hasFiles, takeFiles } from '../files/on-the-way.ts'
export { TrayPlace } from '../files/tray-place.tsx'
export { slashIn, unescaped } from '../slash/parse.ts'
export { runSlash } from '../slash/slash-commands.ts'
export { noteAbsent } from './absent.ts'
export { audienceOf } from './audience.ts'
export { CallCheck } from './call-check.tsx'
export { FieldEmoji } from './field-emoji.tsx'
export { Formatting } from './formatting.tsx'
export { knownNames } from './known-names.ts'
export { pasteTool } from './paste.ts'
export { withIds } from './references.ts'
export { Suggestions } from './suggestions.tsx'

/** A key that edits: a shortcut, Tab in a list, Enter where lines go on. Whether it did. */
export const pressTool = (event: KeyboardEvent, field: HTMLTextAreaElement): boolean => {
  const written = writtenIn(field)
  const edit = shortcutEdit(event, written) ?? tabEdit(event, written) ?? enterEdit(event, written)
  if (edit === null) return false
  applyEdit(field, edit)
  return true
}

const tabEdit = (event: KeyboardEvent, written: ReturnType<typeof writtenIn>) => {
  const { altKey, ctrlKey, key, metaKey, shiftKey } = event
  return key === 'Tab' && !altKey && !ctrlKey && !metaKey ? indented(written, shiftKey) : null
}

/** Ctrl+Enter sends from everywhere, and Shift+Enter is a plain line, but on a phone, where there is only one Enter. */
const enterEdit = (event: KeyboardEvent, written: ReturnType<typeof writtenIn>) => {
  const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
  return enterOf(event) !== null && isPlain ? continued(written) : null
}
