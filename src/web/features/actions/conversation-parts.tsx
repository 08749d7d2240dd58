import { EmojiPicker } from '../emoji/emoji-picker.tsx'
import { ReactorsDialog } from '../reactions/reactors-dialog.tsx'
import type { Said } from '../timeline/said.ts'
import { ActionMenu } from './action-menu.tsx'
import { ActionSheet } from './action-sheet.tsx'
import type { Opened } from './at-hand.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { HistoryDialog } from './history-dialog.tsx'
import type { MessageTools } from './message-tools.ts'
import { LostEdits } from './unsaved-edits.tsx'

/** What a conversation draws beside its messages: what is open for one of them, and what is to be said about it. */
export function ConversationParts({ tools }: { tools: MessageTools }) {
  const opened = tools.opened.value
  const note = tools.note.value
  return (
    <>
      {note !== null && (
        // `announce` has this note read out.
        <p class="done-note" aria-hidden="true">
          {note}
        </p>
      )}
      <LostEdits tools={tools} />
      {opened !== null && <OpenedPart opened={opened} tools={tools} />}
    </>
  )
}

function OpenedPart({ opened, tools }: { opened: Opened; tools: MessageTools }) {
  switch (opened.kind) {
    case 'menu':
      return <ActionMenu said={opened.said} anchor={opened.anchor} tools={tools} />
    case 'sheet':
      return <ActionSheet said={opened.said} tools={tools} />
    case 'react':
      return <Picker said={opened.said} tools={tools} />
    case 'reactors':
      return <ReactorsDialog said={opened.said} tools={tools} />
    case 'delete':
      return <DeleteDialog said={opened.said} tools={tools} />
    case 'history':
      return <HistoryDialog said={opened.said} tools={tools} />
  }
}

/** The picker stands at the bar of the message, or at the message where that is not there. */
function Picker({ said, tools }: { said: Said; tools: MessageTools }) {
  const line = tools.lineOf(said)
  const beside = { current: line?.querySelector('.message-actions') ?? line }
  return <EmojiPicker beside={beside} onPick={name => tools.react(said, name)} onClose={() => tools.close()} />
}
