import { useSignal } from '@preact/signals'
import { isOnlyEmoji } from '#domain/text/emoji.ts'
import { writtenReference } from '#domain/text/references.ts'
import { scanInline } from '#domain/text/scan.ts'
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
      {scanInline(text).map(piece =>
        piece.kind === 'text' ? (
          piece.text
        ) : piece.kind === 'address' ? (
          <a href={piece.href} target="_blank" rel="noopener noreferrer" title={piece.href}>
            {piece.text}
          </a>
        ) : (
          writtenReference(piece)
        ),
      )}
    </p>
  )
}

const isLong = (text: string): boolean =>
  text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES
