import { hasMarkup } from '#domain/text/scan.ts'
import type { IconName } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import type { Said } from '../timeline/said.ts'
import type { MessageTools } from './message-tools.ts'
import { PENCIL, PEOPLE, QUOTE, TEXT, TRASH } from './outlines.ts'

/** One thing that can be done with a message. */
export interface MessageAction {
  /** Its name in the bar, the menu and the sheet. */
  label: string
  icon: IconName
  /** The key that does it on a message that has the focus: a small letter, or the small name of another key. */
  key?: string
  /** A button of its own in the bar. Menu and sheet have everything. */
  inBar?: boolean
  /** Takes something away: it stands last, and looks like it. */
  isDangerous?: boolean
  applies(said: Said, tools: MessageTools): boolean
  run(tools: MessageTools, said: Said): void
}

const isSent = ({ seq }: Said): boolean => seq !== null
const hasReactions = (said: Said, tools: MessageTools): boolean => tools.reactionsOn(said).length > 0

/**
 * Everything that can be done with a message, in the order of the menu. The bar, the menu, the sheet, the keys and the
 * list of shortcuts are all drawn from here: a new one is a new entry, and nothing else.
 */
export const messageActions: readonly MessageAction[] = [
  {
    get label() {
      return say`Add reaction`
    },
    icon: 'react',
    key: 'r',
    inBar: true,
    applies: isSent,
    run: (tools, said) => tools.open({ kind: 'react', said }),
  },
  {
    get label() {
      return say`Edit message`
    },
    icon: PENCIL,
    key: 'e',
    inBar: true,
    applies: (said, tools) => tools.mayEdit(said),
    run: (tools, said) => tools.edit(said),
  },
  {
    get label() {
      return say`Quote`
    },
    icon: QUOTE,
    applies: isSent,
    run: (tools, said) => tools.quote(said),
  },
  {
    get label() {
      return say`Copy text`
    },
    icon: 'copy',
    key: 'c',
    applies: () => true,
    run: (tools, said) => tools.copy(said.text, say`Text copied`),
  },
  {
    get label() {
      return say`Copy as plain text`
    },
    icon: TEXT,
    // A text without markup and names is plain already: `Copy text` copies the same.
    applies: ({ text }) => hasMarkup(text) || /<[@#!]/.test(text),
    run: async (tools, said) => tools.copy(await tools.plainTextOf(said), say`Text copied`),
  },
  {
    get label() {
      return say`Copy link`
    },
    icon: 'link',
    key: 'l',
    applies: isSent,
    run: (tools, said) => tools.copy(tools.linkTo(said), say`Link copied`),
  },
  {
    get label() {
      return say`Who reacted`
    },
    icon: PEOPLE,
    applies: hasReactions,
    run: (tools, said) => tools.open({ kind: 'reactors', said }),
  },
  {
    get label() {
      return say`Delete message`
    },
    icon: TRASH,
    key: 'delete',
    inBar: true,
    isDangerous: true,
    applies: (said, tools) => tools.mayDelete(said),
    run: (tools, said) => tools.open({ kind: 'delete', said }),
  },
]
