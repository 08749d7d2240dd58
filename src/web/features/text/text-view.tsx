import { isOnlyEmoji } from '#domain/text/emoji.ts'
import type { Block, Text } from '#domain/text/tree.ts'
import { Lines } from './lines.tsx'
import { formattedParts, readText, type TextFormat } from './read-text.ts'

export interface TextViewProps {
  text: string
  format?: TextFormat
  /** Only its beginning is seen; the rest is there for a search in the page, and for who hears it. */
  folded?: boolean
}

/**
 * A text as it means to be read. Messages, and a preview of one, are drawn by this and nothing else, so that they look
 * the same. What is typed is never an element, nor an attribute that does something.
 */
export function TextView({ text, format, folded }: TextViewProps) {
  const tree = readText(text, format)
  const parts = isPlain(tree) ? null : formattedParts()
  return (
    <div class="message-text" data-emoji={isOnlyEmoji(text) || undefined} data-folded={folded}>
      {parts === null ? <Lines paragraphs={tree.filter(isParagraph)} /> : <parts.Blocks blocks={tree} />}
    </div>
  )
}

const isParagraph = (block: Block): block is Block & { kind: 'paragraph' } => block.kind === 'paragraph'
const isPlain = (tree: Text): boolean => tree.every(isParagraph)
