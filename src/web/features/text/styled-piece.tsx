import { goalOf, looksElsewhere } from '#domain/text/elsewhere.ts'
import { wordsOf } from '#domain/text/to-plain.ts'
import type { Inline } from '#domain/text/tree.ts'
import { breathe } from './breathe.tsx'
import { Link } from './link.tsx'
import { Pieces } from './pieces.tsx'

type Styled = Extract<Inline, { kind: 'bold' | 'italic' | 'strike' | 'code' | 'link' }>

/** Words with a style, code and links on words: what only marks can say. */
export function StyledPiece({ piece }: { piece: Styled }) {
  if (piece.kind === 'code') return <code class="text-code">{breathe(piece.text)}</code>
  if (piece.kind === 'link') return <WordedLink href={piece.href} pieces={piece.children} />
  const words = <Pieces pieces={piece.children} />
  switch (piece.kind) {
    case 'bold':
      return <strong>{words}</strong>
    case 'italic':
      return <em>{words}</em>
    case 'strike':
      return <s>{words}</s>
  }
}

/** What looks like another address than it leads to says where it leads, to the eye and to who hears it. */
function WordedLink({ href, pieces }: { href: string; pieces: readonly Inline[] }) {
  const isElsewhere = looksElsewhere(wordsOf(pieces), href)
  return (
    <Link href={href}>
      <bdi>
        <Pieces pieces={pieces} />
      </bdi>
      {isElsewhere && (
        <>
          {' '}
          <bdi class="text-goal">({goalOf(href)})</bdi>
        </>
      )}
    </Link>
  )
}
