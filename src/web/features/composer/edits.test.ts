import { describe, expect, test } from 'bun:test'
import { type Edit, link, linkTo, toggleLines, toggleMark, type Written } from './edits.ts'
import { continued, indented } from './lines.ts'

/** `‹` and `›` are the ends of the selection, `|` is the caret. */
const read = (drawn: string): Written => {
  const from = drawn.search(/[‹|]/)
  const text = drawn.replace(/[‹›|]/g, '')
  return { text, from, to: drawn.includes('|') ? from : drawn.indexOf('›') - 1 }
}

const drawn = ({ text }: Written, { from, to, put, select: [start, end] }: Edit): string => {
  const after = text.slice(0, from) + put + text.slice(to)
  return start === end
    ? `${after.slice(0, start)}|${after.slice(start)}`
    : `${after.slice(0, start)}‹${after.slice(start, end)}›${after.slice(end)}`
}

type Tool = (written: Written) => Edit | null
const use = (tool: Tool, before: string): string | null => {
  const written = read(before)
  const edit = tool(written)
  return edit === null ? null : drawn(written, edit)
}

describe('marks', () => {
  const bold: Tool = written => toggleMark(written, '**')
  const code: Tool = written => toggleMark(written, '`')
  test.each([
    ['a ‹b› c', 'a **‹b›** c'],
    ['a **‹b›** c', 'a ‹b› c'],
    ['a ‹**b**› c', 'a ‹b› c'],
    ['a‹ b › c', 'a **‹b›**  c'],
    ['a | c', 'a **|** c'],
    ['a **|** c', 'a | c'],
    ['**bold|**', '**bold**|'],
    ['‹one\n\ntwo›', '‹**one**\n\n**two**›'],
  ])('bold: %j becomes %j', (before, after) => expect(use(bold, before)).toBe(after))
  test.each([
    ['a ‹b› c', 'a `‹b›` c'],
    ['‹one\ntwo›', '```\n‹one\ntwo›\n```'],
    ['so: ‹one\ntwo› then', 'so: \n```\n‹one\ntwo›\n```\n then'],
    ['‹```\nx\n```›', '````\n‹```\nx\n```›\n````'],
  ])('code: %j becomes %j', (before, after) => expect(use(code, before)).toBe(after))
})

describe('links', () => {
  test.each([
    ['see ‹this› now', 'see [this](|) now'],
    ['see | now', 'see [|]() now'],
    ['see ‹https://example.com/a› now', 'see [|](https://example.com/a) now'],
  ])('%j becomes %j', (before, after) => expect(use(link, before)).toBe(after))
  const paste: Tool = written => linkTo(written, 'https://example.com/a_(b) ')
  test.each([
    ['see ‹this› now', 'see [this](https://example.com/a_(b))| now'],
    ['see ‹https://example.com› now', null],
    ['see ‹a [b]› now', null],
    ['see ‹one\ntwo› now', null],
    ['see | now', null],
  ])('an address on %j makes %j', (before, after) => expect(use(paste, before)).toBe(after))
  test('what is no address stays what it is', () => {
    expect(linkTo(read('‹a›'), 'javascript:alert(1)')).toBeNull()
    expect(linkTo(read('‹a›'), 'https://a b')).toBeNull()
  })
})

describe('lines', () => {
  test.each([
    ['list', '|one', '- |one'],
    ['list', 'zero\no|ne', 'zero\n- o|ne'],
    ['list', '‹one\ntwo›', '‹- one\n- two›'],
    ['list', '‹- one\n- two›', '‹one\ntwo›'],
    ['list', '‹1. one\n\n2. two›', '‹- one\n\n- two›'],
    ['numbered', '‹one\n\ntwo›', '‹1. one\n\n2. two›'],
    ['quote', '‹one\n\ntwo›', '‹> one\n> \n> two›'],
    ['quote', '‹> one\n> two›', '‹one\ntwo›'],
  ] as const)('%s: %j becomes %j', (kind, before, after) =>
    expect(use(written => toggleLines(written, kind), before)).toBe(after),
  )
})

describe('Enter', () => {
  test.each([
    ['plain|', null],
    ['- one|', '- one\n- |'],
    ['- o|ne', '- o\n- |ne'],
    ['- one\n- |', '- one\n|'],
    ['|- one', null],
    ['9. nine|', '9. nine\n10. |'],
    ['  * deep|', '  * deep\n  * |'],
    ['- [x] done|', '- [x] done\n- [ ] |'],
    ['> said|', '> said\n> |'],
    ['> said\n> |', '> said\n|'],
    ['> - item|', '> - item\n> - |'],
    ['> - item\n> - |', '> - item\n> |'],
    ['- ‹one›', null],
    ['-5 degrees|', null],
    ['3.5 is more|', null],
  ])('after %j gives %j', (before, after) => expect(use(continued, before)).toBe(after))
  test.each([
    ['```js\nlet a|', '```js\nlet a\n|'],
    ['```\n  deep|', '```\n  deep\n  |'],
    ['```\na\n|\nb\n```', '```\na\n\n|\nb\n```'],
    ['```\na\n|', '```\na\n```\n|'],
    ['```\na\n|\n```', '```\na\n```\n|'],
    ['```\na\n|\n```\nafter', '```\na\n```\n|after'],
    ['```\n|\n```', '```\n\n|\n```'],
    ['```|', null],
    ['```\na\n```\nafter|', null],
    ['~~~\n- a|', '~~~\n- a\n|'],
  ])('between fences, after %j gives %j', (before, after) => expect(use(continued, before)).toBe(after))
})

describe('Tab', () => {
  test.each([
    ['- a\n- b|', '- a\n  - b|'],
    ['1. a\n2. b|', '1. a\n   2. b|'],
    ['- a\n  - b|', null],
    ['- a|', null],
    ['plain|', null],
  ])('%j becomes %j', (before, after) => expect(use(written => indented(written, false), before)).toBe(after))
  test.each([
    ['- a\n  - b|', '- a\n- b|'],
    ['- b|', null],
  ])('outwards %j becomes %j', (before, after) => expect(use(written => indented(written, true), before)).toBe(after))
})
