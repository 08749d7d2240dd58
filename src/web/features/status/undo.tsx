import { signal } from '@preact/signals'
import { afterPaint } from '../../ui/after-paint.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { focusToWrite } from '../composer/focus.ts'
import { announce } from './announce.ts'

/** For so long what was done can be undone with a click, milliseconds. */
const OFFERED_MS = 8000
/** And for so long after it, where somebody is about to click. */
const LONGER_MS = 1000

interface Offer {
  words: string
  undo: () => void
}

const offer = signal<Offer | null>(null)

/** Says what was done, and offers to undo it. */
export const offerUndo = (words: string, undo: () => void): void => {
  const made = { words, undo }
  offer.value = made
  // What is drawn next would take the words away from who hears the page.
  afterPaint(() => announce(`${words} ${say`You can undo it.`}`))
  setTimeout(() => takeAway(made), OFFERED_MS)
}

/** Takes the offer away, so that the next person who signs in here does not see it. */
export const withdrawUndo = (): void => {
  offer.value = null
}

/** What was done a moment ago, above the message field. */
export function UndoBar() {
  const made = offer.value
  const undo = () => {
    withdrawUndo()
    focusToWrite()
    made?.undo()
  }
  return (
    <div class="undo">
      {made !== null && (
        <p key={made.words}>
          <span>{made.words}</span>
          <Button look="quiet" onClick={undo}>
            {say`Undo`}
          </Button>
        </p>
      )}
    </div>
  )
}

const takeAway = (made: Offer): void => {
  if (offer.peek() !== made) return
  if (document.querySelector('.undo > :is(:hover, :focus-within)')) setTimeout(() => takeAway(made), LONGER_MS)
  else withdrawUndo()
}
