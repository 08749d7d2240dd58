import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { TextView } from '../text/text-view.tsx'

/** What is longer than this, in characters or in lines, is folded until it is wanted whole. */
const LONG_CHARACTERS = 3000
const LONG_LINES = 30

/** The text of a message. */
export function MessageText({ text }: { text: string }) {
  return isLong(text) ? <LongText text={text} /> : <TextView text={text} />
}

/** Folded only to the eye: it is all there for a search in the page, and for who hears it. */
function LongText({ text }: { text: string }) {
  const whole = useSignal(false)
  return (
    <>
      <TextView text={text} folded={!whole.value} />
      <Button
        look="quiet"
        aria-expanded={whole.value}
        onClick={event => {
          // What becomes whole is read from where it was; the button is then far below.
          if (!whole.value) event.currentTarget.closest('article')?.focus({ preventScroll: true })
          whole.value = !whole.value
        }}
      >
        {whole.value ? say`Show less` : say`Show more`}
      </Button>
    </>
  )
}

const isLong = (text: string): boolean =>
  text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES
