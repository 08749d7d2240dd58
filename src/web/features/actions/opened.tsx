import { later } from '../../ui/later.tsx'
import type { MessageTools } from './message-tools.ts'

const parts = later(() => import('./opened-parts.tsx').then(({ OpenedPart }) => OpenedPart))

/** Fetches the program of what can be opened, before it is: the pointer or the focus came to a message. */
export const prepareOpened = (): void => void parts.prepare().catch(() => {})

/** What is open for a message of this conversation. */
export function Opened({ tools }: { tools: MessageTools }) {
  const opened = tools.opened.value
  if (opened === null) return null
  const giveUp = () => {
    tools.close()
    tools.say('That did not work. Try again.')
  }
  return <parts.Later opened={opened} tools={tools} onMissing={giveUp} />
}

/** One word about what was just done, which has left no other trace on the screen. It is read out elsewhere. */
export function DoneNote({ tools }: { tools: MessageTools }) {
  const note = tools.note.value
  if (note === null) return null
  return (
    <p class="done-note" aria-hidden="true">
      {note}
    </p>
  )
}
