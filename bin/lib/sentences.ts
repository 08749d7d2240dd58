import { type Literal, literalsIn } from './literals.ts'

/** What a source of the page says. */
export interface Words {
  /** As a language finds them: "You are not in {0}." Not what English says of one: a language has all forms of the other. */
  sentences: string[]
  /** What looks like a sentence and does not pass `say`. */
  unsaid: string[]
  /** What is said while the module loads, and so before the language is there. */
  early: string[]
}

const compiler = new Bun.Transpiler({
  tsconfig: JSON.stringify({ compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } }),
})

/** Reads a source of the page as the compiler leaves it: there a text between tags is a string like any other. */
export const wordsIn = ({ path, text }: { path: string; text: string }): Words => {
  const literals = literalsIn(compiler.transformSync(text, path.endsWith('x') ? 'tsx' : 'ts'))
  const said = literals.filter(({ tag }) => tag === 'say')
  return {
    sentences: said.filter(({ before }) => !ENGLISH_ONE.test(before)).map(one => one.text),
    unsaid: literals.filter(one => one.tag !== 'say' && isShown(one)).map(one => one.text),
    early: said.filter(({ statement }) => !FUNCTION.test(statement)).map(one => one.text),
  }
}

const ENGLISH_ONE = /\bone: say$/
const FUNCTION = /=>|\bfunction\b|\bget \w+\(/

/** "Go to", "Channels"; "of this channel". */
const LIKE_WORDS = /^[A-Z][a-z]+(?:[\s.,:;!?…]|$)|\p{Ll}{2,} \p{Ll}{2,}/u
/** Properties whose value is seen or heard. */
const SHOWN =
  /(?:"aria-(?:label|description|valuetext|roledescription)"|\b(?:title|placeholder|alt|label|hint|note|words|what)): $/
/** Names of events, selectors, what is compared, what only developers read. `message` is a refusal's, for programs. */
const FOR_PROGRAMS =
  /(?:[!=]==? |\bcase |\b(?:class|rel|media|message): |\b(?:\w*Error|querySelector|querySelectorAll|closest|matches|supports|matchMedia|includes|startsWith|split|join|has|addEventListener)\([^()]*)$/
const OF_THE_BROWSER =
  /^(?:Enter|Esc(?:ape)?|Tab|Backspace|Del(?:ete)?|Home|End|Page ?(?:Up|Down)|Shift|Ctrl|Control|Alt|Meta|Slash|Backslash|Flack|(?:Control|Alt|Meta|Shift)\+.*|text\/.*)$/

const isShown = ({ text, before, inside }: Literal): boolean => {
  if (!/\p{L}/u.test(text) || OF_THE_BROWSER.test(text.trim()) || FOR_PROGRAMS.test(before)) return false
  const isChild = /\bchildren: \[?$/.test(before) || /\bchildren: \[$/.test(inside)
  return SHOWN.test(before) || isChild || LIKE_WORDS.test(text)
}
