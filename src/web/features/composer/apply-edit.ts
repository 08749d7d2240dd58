import type { Edit, Written } from './edits.ts'

export const writtenIn = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Written => ({
  text: value,
  from: selectionStart,
  to: selectionEnd,
})

/**
 * Does an edit as if it were typed: it is one step of undo, and the field says that its text changed. A value that is set
 * by program would empty the browser's list of steps.
 */
export const applyEdit = (field: HTMLTextAreaElement, { from, to, put, select }: Edit): void => {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, and yet the one way that undo survives, in every browser.
  const isDone =
    put !== '' ? document.execCommand('insertText', false, put) : from === to || document.execCommand('delete')
  if (!isDone) {
    field.setRangeText(put, from, to, 'end')
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  field.setSelectionRange(...select)
}

/** Puts a text where the caret is, in place of what is selected. */
export const insertText = (field: HTMLTextAreaElement, put: string): void => {
  const { from, to } = writtenIn(field)
  applyEdit(field, { from, to, put, select: [from + put.length, from + put.length] })
}
