import { isOnlyEmoji } from '#domain/text/emoji.ts'
import type { Block, Text } from '#domain/text/tree.ts'
import { Lines } from './lines.tsx'
import { formattedParts, prepareFormatted, readText, type TextFormat } from './read-text.ts'

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
  const isLong = folded !== undefined && text.length > LONG
  const parts = isLong ? formattedParts() : null
  if (isLong && parts === null) void prepareFormatted()
  return (
    <div class="message-text" data-emoji={isOnlyEmoji(text) || undefined} data-folded={folded}>
      {isLong && parts !== null ? (
        <parts.ByAndBy text={text} format={format} folded={folded} />
      ) : (
        drawn(readText(isLong ? text.slice(0, LONG) : text, format))
      )}
    </div>
  )
}

/** Until what draws a long text has come, its beginning stands for it, which fills what is seen of it while it is folded. */
const LONG = 3000

const drawn = (tree: Text) => {
  const parts = isPlain(tree) ? null : formattedParts()
  return parts === null ? <Lines paragraphs={tree.filter(isParagraph)} /> : <parts.Blocks blocks={tree} />
}

const isParagraph = (block: Block): block is Block & { kind: 'paragraph' } => block.kind === 'paragraph'
const isPlain = (tree: Text): boolean => tree.every(isParagraph)
