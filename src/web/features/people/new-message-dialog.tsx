import { useSignal } from '@preact/signals'
import { PEOPLE_PER_CONVERSATION } from '#protocol/limits.ts'
import type { UserRow } from '#protocol/rows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'
import { useWaitingNote } from '../use-question.ts'
import { useOpenDirect } from './open-direct.ts'
import { PeopleField } from './people-field.tsx'

/** A conversation with people: who they are, and off. */
export function NewMessageDialog({ onClose }: { onClose: () => void }) {
  const chosen = useSignal<readonly UserRow[]>([])
  const error = useSignal<string | null>(null)
  const isBusy = useSignal(false)
  const isDrawn = useIsDrawn()
  const open = useOpenDirect()
  const waiting = useWaitingNote(isBusy.value)
  const isReady = chosen.value.length > 0
  const start = async () => {
    if (!isReady || isBusy.peek()) return
    isBusy.value = true
    const refused = await open(chosen.peek().map(({ id }) => id))
    isBusy.value = false
    if (!isDrawn()) return
    error.value = refused
    if (refused === null) onClose()
  }
  return (
    <Dialog title={say`New message`} onClose={onClose}>
      <form
        aria-busy={isBusy.value}
        onSubmit={event => {
          event.preventDefault()
          void start()
        }}
      >
        <PeopleField
          label={say`To`}
          chosen={chosen}
          error={error.value}
          hint={waiting ?? hintFor(chosen.value.length)}
          onSubmit={() => void start()}
        />
        <footer class="dialog-foot">
          <Button look={isReady ? 'main' : 'plain'} type="submit">
            {say`Start`}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** Oneself counts, too. */
const hintFor = (others: number): string =>
  others >= PEOPLE_PER_CONVERSATION
    ? say`A conversation has at most ${PEOPLE_PER_CONVERSATION} people. Make it a private channel.`
    : say`One person, or a few. Yourself, too.`
