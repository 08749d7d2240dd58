import type { ComponentChildren } from 'preact'
import type { Block, Inline } from '#domain/text/tree.ts'
import { Pieces } from './pieces.tsx'

type Paragraph = Block & { kind: 'paragraph' }

/**
 * Paragraphs that follow each other, in one element and with the blank lines that were typed between them: so they are
 * as high, and are copied, as they were written. Each line has the direction of its own first letter; `isInside` a quote
 * or a list, which has its marks where the first letter of all begins.
 */
export function Lines({ paragraphs, isInside = false }: { paragraphs: readonly Paragraph[]; isInside?: boolean }) {
  return (
    <p class="text-lines" dir={isInside ? undefined : 'auto'}>
      {paragraphs.map((paragraph, at) => lineOf(paragraph.children, at === 0 ? 0 : paragraph.gap + 1))}
    </p>
  )
}

const lineOf = (pieces: readonly Inline[], breaks: number): ComponentChildren => [
  '\n'.repeat(breaks),
  <Pieces pieces={pieces} />,
]
