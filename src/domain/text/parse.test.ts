import { expect, test } from 'bun:test'
import { looksElsewhere } from './elsewhere.ts'
import { isOnlyEmoji } from './emoji.ts'
import { mentionsIn } from './mentions.ts'
import { parseMarkdown } from './parse.ts'
import { hasMarkup, scanText } from './scan.ts'
import { toMarkdown } from './to-markdown.ts'
import { toPlainText } from './to-plain.ts'
import type { Inline } from './tree.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })
const paragraph = (...children: Inline[]) => ({ kind: 'paragraph', gap: 0, children })

test('[TEXT-1] line breaks and blank lines are as they were typed', () => {
  const typed = 'Dear all,\n  indented\n\n\nyours'
  const tree = [paragraph(text('Dear all,\n  indented')), { ...paragraph(text('yours')), gap: 2 }]
  expect(parseMarkdown(typed)).toEqual(tree as never)
  expect(scanText(typed)).toEqual(tree as never)
  expect(toPlainText(parseMarkdown(typed))).toBe(typed)
  expect(parseMarkdown('a\r\nb')).toEqual(parseMarkdown('a\nb'))
})

test('[TEXT-1] styles, code and links', () => {
  expect(parseMarkdown('**b** *i* ~~s~~ `c` [w](https://a.example)')).toEqual([
    paragraph(
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('i')] },
      text(' '),
      { kind: 'strike', children: [text('s')] },
      text(' '),
      { kind: 'code', text: 'c' },
      text(' '),
      { kind: 'link', href: 'https://a.example/', children: [text('w')] },
    ) as never,
  ])
})

test('[TEXT-1] bold beside the signs of scripts without spaces', () => {
  const bold = (inside: string): Inline => ({ kind: 'bold', children: [text(inside)] })
  expect(parseMarkdown('**「強調」**です')).toEqual([paragraph(bold('「強調」'), text('です'))] as never)
  expect(parseMarkdown('これは**「強調」**です')).toEqual([
    paragraph(text('これは'), bold('「強調」'), text('です')),
  ] as never)
  expect(parseMarkdown('**중요(주의)**입니다')).toEqual([paragraph(bold('중요(주의)'), text('입니다'))] as never)
})

test('[TEXT-1] lists, tasks, quotes, code, tables, headings and rules', () => {
  const typed =
    '# Head\n\n- [x] done\n- [ ] open\n  1. one\n\n> said\n> > before\n\n```TS\nlet a\n```\n\n| a | b |\n|:-:|--:|\n| `x\\|y` |\n\n---'
  const tree = parseMarkdown(typed)
  expect(tree.map(block => block.kind)).toEqual(['heading', 'list', 'quote', 'code', 'table', 'rule'])
  expect(tree[1]).toMatchObject({
    first: null,
    items: [{ checked: true }, { checked: false, blocks: [{}, { kind: 'list', first: 1 }] }],
  })
  expect(tree[2]).toMatchObject({ blocks: [{ kind: 'paragraph' }, { kind: 'quote' }] })
  expect(tree[3]).toMatchObject({ language: 'ts', text: 'let a' })
  expect(tree[4]).toMatchObject({
    align: ['center', 'end'],
    rows: [
      [[text('a')], [text('b')]],
      [[{ kind: 'code', text: 'x|y' }], []],
    ],
  })
})

test('[TEXT-2] references by id, and none inside code', () => {
  const typed = '<@U12345678> in <#C12345678>, <!here> <!subteam^S12345678|@ops> `<@U99999999>`\n\n```\n<!channel>\n```'
  const found = mentionsIn(parseMarkdown(typed))
  expect([...found.users]).toEqual(['U12345678'])
  expect([...found.groups]).toEqual(['S12345678'])
  expect([...found.calls]).toEqual(['here'])
  expect(scanText('<@U12345678>')).toEqual([paragraph({ kind: 'user', id: 'U12345678' })] as never)
  const names = { user: () => 'Ada', channel: () => 'general', group: () => 'team' }
  expect(toPlainText(parseMarkdown('<@U12345678> in <#C12345678>'), names)).toBe('@Ada in #general')
})

test('[TEXT-1] mentions are found wherever words stand', () => {
  const typed =
    '> <@U00000001>\n\n- **<@U00000002>**\n\n# <@U00000003>\n\n| <@U00000004> |\n|-|\n\n[<@U00000005>](https://a.example)'
  expect([...mentionsIn(parseMarkdown(typed)).users].sort()).toEqual(
    ['1', '2', '3', '4', '5'].map(last => `U0000000${last}`),
  )
})

test.each([
  '<b>bold</b>',
  '<script>alert(1)</script>',
  '&lt;b&gt; &amp;',
  '<!-- -->',
  '<img src=x onerror=alert(1)>',
  '<?php ?>',
])('[TEXT-1] %s is text', typed => expect(parseMarkdown(typed)).toEqual([paragraph(text(typed))] as never))

test('[TEXT-1] most texts have no sign of markup', () => {
  for (const plain of [
    'Hello!',
    'snake_case, 2 * 3 and 5 > 4',
    'see #general - or not',
    'https://a.example/x_y',
    'a < b',
    "it's (fine) [ok]",
    'e-mail',
    '-5 degrees',
    'C:\\ and D:\\',
  ])
    expect([plain, hasMarkup(plain)]).toEqual([plain, false])
  for (const marked of [
    '**b**',
    '_i_',
    '`c`',
    '- a',
    '1. a',
    '> q',
    '# h',
    '~~s~~',
    '---',
    '```\na\n```',
    'a | b\n--|--',
    '[a](b)',
    '\\*',
    '<https://a.example>',
    '<ada@a.example>',
  ])
    expect([marked, hasMarkup(marked)]).toEqual([marked, true])
})

test('[TEXT-1] plain text has the words and no marks', () => {
  const typed =
    '## **Plan**\n\n- [x] ~~this~~\n- that\n\n1. `code`\n2. [words](https://a.example/)\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |'
  expect(toPlainText(parseMarkdown(typed))).toBe(
    'Plan\n\n☑ this\n• that\n\n1. code\n2. words (https://a.example/)\n\n> said\n\na\tb\n1\t2',
  )
})

test('[TEXT-1] words that would mean something are written so that they do not', () => {
  const words =
    '# *not* _bold_ [a](https://a.example)\n- no\n1. list\n> quote `c` ~~s~~ \\ | <@U12345678> https://a.example'
  expect(parseMarkdown(toMarkdown([{ kind: 'paragraph', gap: 0, children: [text(words)] }]))).toEqual([
    paragraph(text(words)),
  ] as never)
})

test('[S-28] a link that looks like another address is told from one that does not', () => {
  const goal = 'https://evil.example/login'
  for (const words of [
    'https://bank.example',
    'bank.example/login',
    'www.bank.example',
    'go to bank.example now',
    'bank．example',
    'ba\u200bnk.example',
    '\u202eelpmaxe.live',
  ])
    expect([words, looksElsewhere(words, goal)]).toEqual([words, true])
  for (const words of [
    'here',
    'evil.example',
    'https://www.evil.example/',
    'the e.g. and 3.5 of it',
    'evil.example/other',
  ])
    expect([words, looksElsewhere(words, goal)]).toEqual([words, false])
  expect(looksElsewhere('ada@bank.example', 'mailto:eve@evil.example')).toBe(true)
  expect(looksElsewhere('ada@bank.example', 'mailto:ada@bank.example')).toBe(false)
})

test('only emoji, and one to three, are shown large', () => {
  expect(['🎉', '👍🏽 👩‍👩‍👧', '🇩🇪', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣', '🎉🎉🎉'].map(isOnlyEmoji)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ])
  expect(['', '1', 'ok 🎉', '🎉'.repeat(4), '#'].map(isOnlyEmoji)).toEqual([false, false, false, false, false])
})
