import { insertText } from '../composer/apply-edit.ts'
import { mainField } from '../composer/focus.ts'

/** At the end of what stands in the message field, on a line of its own; the focus is there then. */
export const putIntoField = (text: string): void => {
  const field = mainField()
  if (field === null) return
  field.setSelectionRange(field.value.length, field.value.length)
  insertText(field, field.value === '' || field.value.endsWith('\n') ? text : `\n${text}`)
}
