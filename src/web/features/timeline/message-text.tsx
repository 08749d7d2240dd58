import { isOnlyEmoji, parseMarkup } from '#domain/markup.ts'

/** A text as it was written: every character is text, and addresses that are safe are links. */
export function MessageText({ text }: { text: string }) {
  return (
    <p class="message-text" dir="auto" data-emoji={isOnlyEmoji(text)}>
      {parseMarkup(text).map(piece =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <a href={piece.href} target="_blank" rel="noopener noreferrer" title={piece.href}>
            {piece.text}
          </a>
        ),
      )}
    </p>
  )
}
