import { letterOf } from '../../ui/keys.ts'
import { say } from '../../words/say.ts'
import { type Edit, link, toggleLines, toggleMark, type Written } from './edits.ts'

export interface Format {
  name: string
  /** Outlines of Lucide, as those in `ui/icon.tsx`. */
  icon: readonly string[]
  /** As a shortcut is said: Ctrl stands for ⌘ on a Mac. */
  keys: string
  edit: (written: Written) => Edit
}

/** What the toolbar offers, in its order. */
export const formats: readonly Format[] = [
  {
    get name() {
      return say`Bold`
    },
    icon: ['M6 12h9a4 4 0 0 1 0 8H7a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h7a4 4 0 0 1 0 8'],
    keys: 'Ctrl+B',
    edit: written => toggleMark(written, '**'),
  },
  {
    get name() {
      return say`Italic`
    },
    icon: ['M19 4h-9', 'M14 20H5', 'M15 4 9 20'],
    keys: 'Ctrl+I',
    edit: written => toggleMark(written, '_'),
  },
  {
    get name() {
      return say`Strikethrough`
    },
    icon: ['M16 4H9a3 3 0 0 0-2.83 4', 'M14 12a4 4 0 0 1 0 8H6', 'M4 12h16'],
    keys: 'Ctrl+Shift+X',
    edit: written => toggleMark(written, '~~'),
  },
  {
    get name() {
      return say`Link`
    },
    icon: ['M9 17H7A5 5 0 0 1 7 7h2', 'M15 7h2a5 5 0 1 1 0 10h-2', 'M8 12h8'],
    keys: 'Ctrl+Shift+U',
    edit: link,
  },
  {
    get name() {
      return say`List`
    },
    icon: ['M3 5h.01', 'M3 12h.01', 'M3 19h.01', 'M8 5h13', 'M8 12h13', 'M8 19h13'],
    keys: 'Ctrl+Shift+8',
    edit: written => toggleLines(written, 'list'),
  },
  {
    get name() {
      return say`Numbered list`
    },
    icon: [
      'M11 5h10',
      'M11 12h10',
      'M11 19h10',
      'M4 4h1v5',
      'M4 9h2',
      'M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02',
    ],
    keys: 'Ctrl+Shift+7',
    edit: written => toggleLines(written, 'numbered'),
  },
  {
    get name() {
      return say`Quote`
    },
    icon: ['M17 5H3', 'M21 12H8', 'M21 19H8', 'M3 12v7'],
    keys: 'Ctrl+Shift+9',
    edit: written => toggleLines(written, 'quote'),
  },
  {
    get name() {
      return say`Code`
    },
    icon: ['m16 18 6-6-6-6', 'm8 6-6 6 6 6'],
    keys: 'Ctrl+Shift+C',
    edit: written => toggleMark(written, '`'),
  },
]

const byKeys = new Map(formats.map(({ keys, edit }) => [keys, edit]))

/** The edit that a shortcut means; null for every other key. Ctrl+K is a link only where something is selected. */
export const shortcutEdit = (event: KeyboardEvent, written: Written): Edit | null => {
  const { altKey, code, ctrlKey, metaKey, shiftKey } = event
  if (ctrlKey === metaKey || altKey) return null
  const letter = letterOf(event).toUpperCase()
  if (letter === 'K' && !shiftKey && written.from !== written.to) return link(written)
  // With Shift a digit writes another sign on most layouts: there its place counts.
  const key = letter || (/^Digit([789])$/.exec(code)?.[1] ?? '')
  return byKeys.get(`Ctrl+${shiftKey ? 'Shift+' : ''}${key}`)?.(written) ?? null
}
