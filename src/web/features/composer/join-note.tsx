import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { useAsk, useWaitingNote } from '../use-ask.ts'
import { focusToWrite } from './focus.ts'

/** Above the field of a channel that one only looks at: what writing does, and how to join without a word. */
export function JoinNote({ channel, name }: { channel: string; name: string }) {
  const ask = useAsk()
  const busy = useSignal(false)
  const refused = useSignal<string | null>(null)
  const isDrawn = useIsDrawn()
  const waiting = useWaitingNote(busy.value)
  const join = async () => {
    if (busy.peek()) return
    busy.value = true
    refused.value = null
    const outcome = await ask('channel.join', { channel }).finally(() => {
      busy.value = false
    })
    // Who has gone on meanwhile is where they want to be.
    if (!isDrawn()) return
    if ('refused' in outcome) refused.value = outcome.refused.message
    // The button that was used is gone.
    else focusToWrite()
  }
  return (
    <>
      <span>
        {refused.value ?? waiting ?? (
          <>
            You are not in <bdi>#{name}</bdi>. Writing joins you.
          </>
        )}
      </span>
      <Button look="quiet" onClick={join}>
        Join <bdi>#{name}</bdi>
      </Button>
    </>
  )
}
