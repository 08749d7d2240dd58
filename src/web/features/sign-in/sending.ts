import { useSignal } from '@preact/signals'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { refusedWords } from '../../words/refused.ts'
import { isRefused, type Refused } from './ask.ts'

/** Why nothing was sent, in the words of the page. */
export class Told extends Error {}

const told = (error: unknown): Told => {
  if (error instanceof Told) return error
  throw error
}

/** What is sent once at a time, and what is wrong with it, in the words of the page. */
export const useSending = () => {
  const error = useSignal<string | null>(null)
  const busy = useSignal(false)
  const isDrawn = useIsDrawn()
  /** `follow` is called with a good answer, unless whoever asked has gone on. */
  const send = async <T>(ask: () => Promise<T | Refused>, follow: (answer: T) => void): Promise<void> => {
    if (busy.peek()) return
    busy.value = true
    error.value = null
    const answer = await ask()
      .catch(told)
      .finally(() => (busy.value = false))
    if (!isDrawn()) return
    if (answer instanceof Told) error.value = answer.message
    else if (isRefused(answer)) error.value = refusedWords(answer.refused)
    else follow(answer)
  }
  return { error, busy, send }
}
