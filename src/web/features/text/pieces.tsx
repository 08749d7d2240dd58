import type { ComponentChildren } from 'preact'
import type { Inline } from '#domain/text/tree.ts'
import { breathe } from './breathe.tsx'
import { Link } from './link.tsx'
import { CallMention, ChannelMention, GroupMention, UserMention } from './mention.tsx'
import { formattedParts } from './read-text.ts'

/** The words of a line or of some lines, with what they carry. */
export function Pieces({ pieces }: { pieces: readonly Inline[] }) {
  return <>{pieces.map(pieceOf)}</>
}

const pieceOf = (piece: Inline): ComponentChildren => {
  switch (piece.kind) {
    case 'text':
      return breathe(piece.text)
    case 'address':
      return <Link href={piece.href}>{breathe(piece.text)}</Link>
    case 'user':
      return <UserMention id={piece.id} />
    case 'channel':
      return <ChannelMention id={piece.id} />
    case 'group':
      return <GroupMention id={piece.id} />
    case 'call':
      return <CallMention who={piece.who} />
    default: {
      // Only the parser finds these, and what draws them has come with it.
      const parts = formattedParts()
      return parts === null ? null : <parts.StyledPiece piece={piece} />
    }
  }
}
