import { useSignal } from '@preact/signals'
import { useIsDrawn } from './use-is-drawn.ts'

/** What became of what was typed: a sentence about what is wrong with it, or what follows. */
export type Sent = string | (() => void)

/**
 * The state of a form with one field. What was typed stays, a fault is forgotten with the next key, and nothing is sent
 * twice. Whoever closes the form before the answer has gone on: then nothing follows.
 */
export const useOneField = (initial: string, send: (typed: string) => Promise<Sent>) => {
  const typed = useSignal(initial)
  const error = useSignal<string | null>(null)
  const busy = useSignal(false)
  const isDrawn = useIsDrawn()

  const change = (value: string) => {
    typed.value = value
    error.value = null
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    busy.value = true
    const sent = await send(typed.value).finally(() => (busy.value = false))
    if (!isDrawn()) return
    if (typeof sent === 'string') error.value = sent
    else sent()
  }
  return {
    typed: typed.value,
    /** Sent, and not answered. */
    busy: busy.value,
    change,
    form: { onSubmit: submit, 'aria-busy': busy.value },
    field: { value: typed.value, onInput: change, error: error.value },
  }
}
