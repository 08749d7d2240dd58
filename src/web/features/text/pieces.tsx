import type { ComponentChildren } from 'preact'
import { goalOf, looksElsewhere } from '#domain/text/elsewhere.ts'
import { wordsOf } from '#domain/text/to-plain.ts'
import type { Inline } from '#domain/text/tree.ts'
import { breathe } from './breathe.tsx'
import { CallMention, ChannelMention, UserMention } from './mention.tsx'

/** The words of a line or of some lines, with what they carry. */
export function Pieces({ pieces }: { pieces: readonly Inline[] }) {
  return <>{pieces.map(pieceOf)}</>
}

const pieceOf = (piece: Inline): ComponentChildren => {
  switch (piece.kind) {
    case 'text':
      return breathe(piece.text)
    case 'bold':
      return <strong>{piece.children.map(pieceOf)}</strong>
    case 'italic':
      return <em>{piece.children.map(pieceOf)}</em>
    case 'strike':
      return <s>{piece.children.map(pieceOf)}</s>
    case 'code':
      return <code class="text-code">{breathe(piece.text)}</code>
    case 'address':
      return <Link href={piece.href}>{breathe(piece.text)}</Link>
    case 'link':
      return <WordedLink href={piece.href} pieces={piece.children} />
    case 'user':
      return <UserMention id={piece.id} />
    case 'channel':
      return <ChannelMention id={piece.id} />
    case 'group':
      return (
        <span class="text-mention" data-unknown="true">
          @…
        </span>
      )
    case 'call':
      return <CallMention who={piece.who} />
  }
}

/** What looks like another address than it leads to says where it leads, to the eye and to who hears it. */
function WordedLink({ href, pieces }: { href: string; pieces: readonly Inline[] }) {
  const isElsewhere = looksElsewhere(wordsOf(pieces), href)
  return (
    <Link href={href}>
      <bdi>{pieces.map(pieceOf)}</bdi>
      {isElsewhere && (
        <>
          {' '}
          <bdi class="text-goal">({goalOf(href)})</bdi>
        </>
      )}
    </Link>
  )
}

/** Into this workspace it is followed in place, by `navigation.ts`; anywhere else in a tab of its own, without a word of where it came from. */
function Link({ href, children }: { href: string; children: ComponentChildren }) {
  const isOurs = href.startsWith(`${location.origin}/c/`)
  return (
    <a href={href} target={isOurs ? undefined : '_blank'} rel="noopener noreferrer" title={href}>
      {children}
    </a>
  )
}
