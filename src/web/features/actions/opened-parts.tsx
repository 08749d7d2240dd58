import { ActionMenu } from './action-menu.tsx'
import { ActionSheet } from './action-sheet.tsx'
import type { MessageTools, Opened } from './message-tools.ts'

/** What is open for a message. A chunk of its own: nothing of it is needed before somebody acts on a message. */
export function OpenedPart({ opened, tools }: { opened: Opened; tools: MessageTools }) {
  switch (opened.kind) {
    case 'menu':
      return <ActionMenu said={opened.said} anchor={opened.anchor} tools={tools} />
    case 'sheet':
      return <ActionSheet said={opened.said} tools={tools} />
  }
}
