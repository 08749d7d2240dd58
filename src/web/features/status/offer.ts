import { signal } from '@preact/signals'
import { afterPaint } from '../../ui/after-paint.ts'
import { say } from '../../words/say.ts'
import { announce } from './announce.ts'

/** For so long what was done can be undone with a click, milliseconds. */
const OFFERED_MS = 8000
/** And for so long after it, where somebody is about to click. */
const LONGER_MS = 1000

interface Offer {
  words: string
  undo: () => void
}

export const offer = signal<Offer | null>(null)

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

const takeAway = (made: Offer): void => {
  if (offer.peek() !== made) return
  if (document.querySelector('.undo > :is(:hover, :focus-within)')) setTimeout(() => takeAway(made), LONGER_MS)
  else withdrawUndo()
}
