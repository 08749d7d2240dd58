import { applyEdit, insertText, writtenIn } from './apply-edit.ts'
import { isInCode } from './code.ts'
import { linkTo } from './edits.ts'

/**
 * What is pasted: an address on a selection makes a link of it, what has formats becomes Markdown, in code everything is
 * plain. Whether it was done here; else the browser pastes plain text, as it does with Ctrl+Shift+V.
 */
export const pasteTool = ({ clipboardData }: ClipboardEvent, field: HTMLTextAreaElement): boolean => {
  const plain = clipboardData?.getData('text/plain') ?? ''
  const html = clipboardData?.getData('text/html') ?? ''
  const written = writtenIn(field)
  if (isInCode(written.text, written.from)) return false
  const link = linkTo(written, plain)
  if (link !== null) {
    applyEdit(field, link)
    return true
  }
  if (!/<(?:a|b|strong|i|em|s|del|code|pre|ul|ol|blockquote|h[1-6]|table|span|hr)\b/i.test(html)) return false
  const insert = (markdown: string | null) => insertText(field, markdown ?? plain)
  import('./rich-paste.ts').then(
    ({ markdownOf }) => insert(markdownOf(html)),
    () => insert(null),
  )
  return true
}
