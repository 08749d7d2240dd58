import { say } from '../../words/say.ts'
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

const onMessage = (): readonly Shortcut[] =>
  messageActions.flatMap(({ key, label }) => (key === undefined ? [] : { keys: [nameOfKey(key)], what: label }))

/** Every key that does something, as the overlay shows it. docs/keyboard.md ends with the same list; a test compares them. */
export const shortcuts = (): readonly Chapter[] => [
  {
    title: say`Anywhere`,
    shortcuts: [
      { keys: ['Ctrl+K'], what: say`Go to a channel or a person` },
      { keys: ['Alt+↑', 'Alt+↓'], what: say`The channel above, below` },
      { keys: ['Alt+Shift+↑', 'Alt+Shift+↓'], what: say`The unread channel above, below` },
      {
        keys: ['F6', 'Shift+F6'],
        what: say`The next, the previous part of the page; with Ctrl where the browser keeps F6`,
      },
      { keys: ['Esc'], what: say`Leave the innermost thing; at last, mark as read` },
      { keys: ['Ctrl+Shift+K', 'Alt+Shift+K'], what: say`A new message to somebody` },
      { keys: ['Ctrl+Shift+L', 'Alt+Shift+L'], what: say`Browse channels` },
      { keys: ['Ctrl+Shift+E', 'Alt+Shift+E'], what: say`People` },
      { keys: ['Ctrl+Shift+I', 'Alt+Shift+I', 'Ctrl+.'], what: say`Channel details` },
      { keys: ['Ctrl+Shift+D', 'Alt+Shift+D'], what: say`Hide or show the list` },
      { keys: ['Ctrl+,'], what: say`Preferences` },
      { keys: ['Ctrl+/', '?'], what: say`These shortcuts` },
    ],
  },
  {
    title: say`Messages`,
    shortcuts: [
      { keys: ['↑', '↓'], what: say`The message before, after` },
      { keys: ['Home', 'End'], what: say`The first that is drawn, the newest` },
      { keys: ['Page Up', 'Page Down'], what: say`Scroll` },
      { keys: ['Shift+Page Up', 'Shift+Page Down'], what: say`The day before, after` },
      { keys: ['Ctrl+Shift+\\'], what: say`React to the message in focus, or the newest` },
    ],
  },
  { title: say`On a message`, shortcuts: [...onMessage(), { keys: ['Shift+F10'], what: say`More actions` }] },
  {
    title: say`Writing`,
    shortcuts: [
      { keys: ['Enter', 'Ctrl+Enter'], what: say`Send` },
      { keys: ['Shift+Enter'], what: say`A new line` },
      { keys: ['Tab', 'Shift+Tab'], what: say`In a list: one level in, out` },
      ...formats.map(({ keys, name }) => ({ keys: [keys], what: name })),
      { keys: ['↑'], what: say`In an empty field: edit what you said last` },
      { keys: ['Ctrl+↑'], what: say`In an empty field: what you said before` },
    ],
  },
]
