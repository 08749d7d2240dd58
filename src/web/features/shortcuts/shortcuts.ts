import { messageActions } from '../actions/actions.ts'
import { formats } from '../composer/formats.ts'
import { nameOfKey } from './keys.ts'

export interface Shortcut {
  /** Each does the same. A combination is joined by "+", named as on a keyboard with Ctrl. */
  keys: readonly string[]
  what: string
}

interface Chapter {
  title: string
  shortcuts: readonly Shortcut[]
}

const onMessage: readonly Shortcut[] = messageActions.flatMap(({ key, label }) =>
  key === undefined ? [] : { keys: [nameOfKey(key)], what: label },
)

/** Every key that does something, as the overlay shows it. docs/keyboard.md ends with the same list; a test compares them. */
export const shortcuts: readonly Chapter[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      { keys: ['Ctrl+K'], what: 'Go to a channel' },
      { keys: ['Alt+↑', 'Alt+↓'], what: 'The channel above, below' },
      { keys: ['Alt+Shift+↑', 'Alt+Shift+↓'], what: 'The unread channel above, below' },
      {
        keys: ['F6', 'Shift+F6'],
        what: 'The next, the previous part of the page; with Ctrl where the browser keeps F6',
      },
      { keys: ['Esc'], what: 'Leave the innermost thing; at last, mark as read' },
      { keys: ['Ctrl+,'], what: 'Preferences' },
      { keys: ['Ctrl+/', '?'], what: 'These shortcuts' },
    ],
  },
  {
    title: 'Messages',
    shortcuts: [
      { keys: ['↑', '↓'], what: 'The message before, after' },
      { keys: ['Home', 'End'], what: 'The first that is drawn, the newest' },
      { keys: ['Page Up', 'Page Down'], what: 'Scroll' },
      { keys: ['Shift+Page Up', 'Shift+Page Down'], what: 'The day before, after' },
      { keys: ['Ctrl+Shift+\\'], what: 'React to the message in focus, or the newest' },
    ],
  },
  { title: 'On a message', shortcuts: [...onMessage, { keys: ['Shift+F10'], what: 'More actions' }] },
  {
    title: 'Writing',
    shortcuts: [
      { keys: ['Enter', 'Ctrl+Enter'], what: 'Send' },
      { keys: ['Shift+Enter'], what: 'A new line' },
      { keys: ['Tab', 'Shift+Tab'], what: 'In a list: one level in, out' },
      ...formats.map(({ keys, name }) => ({ keys: [keys], what: name })),
      { keys: ['↑'], what: 'In an empty field: edit what you said last' },
      { keys: ['Ctrl+↑'], what: 'In an empty field: what you said before' },
    ],
  },
]
