import { useSignal } from '@preact/signals'
import { isOnlyEmoji, parseMarkup } from '#domain/markup.ts'
import { Button } from '../../ui/button.tsx'

/** What is longer than this, in characters or in lines, is folded until it is wanted whole. */
const LONG_CHARACTERS = 3000
const LONG_LINES = 30

/** A text as it was written: every character is text, and addresses that are safe are links. */
export function MessageText({ text }: { text: string }) {
  return isLong(text) ? <LongText text={text} /> : <Text text={text} />
}

/** Folded only to the eye: it is all there for a search in the page, and for who hears it. */
function LongText({ text }: { text: string }) {
  const whole = useSignal(false)
  return (
    <>
      <Text text={text} folded={!whole.value} />
      <Button
        look="quiet"
        aria-expanded={whole.value}
        onClick={event => {
          // What becomes whole is read from where it was; the button is then far below.
          if (!whole.value) event.currentTarget.closest('article')?.focus({ preventScroll: true })
          whole.value = !whole.value
        }}
      >
        {whole.value ? 'Show less' : 'Show more'}
      </Button>
    </>
  )
}

function Text({ text, folded }: { text: string; folded?: boolean }) {
  return (
    <p class="message-text" dir="auto" data-emoji={isOnlyEmoji(text) || undefined} data-folded={folded}>
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

const isLong = (text: string): boolean =>
  text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES
