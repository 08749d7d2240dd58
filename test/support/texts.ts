import fc from 'fast-check'

/** Texts as people write them, from the constructs of Markdown, put together in every way that they may stand together. */
export const writtenTexts = (): fc.Arbitrary<string> =>
  fc.array(fc.tuple(fc.constantFrom('\n', '\n\n', '\n\n\n'), block), { minLength: 1, maxLength: 3 }).map(joined)

/** Texts that mrkdwn can say as well: lines, styles between spaces, code, quotes of lines, fences without a language. */
export const plainerTexts = (): fc.Arbitrary<string> =>
  fc.array(fc.tuple(fc.constantFrom('\n\n', '\n\n\n'), plainerBlock), { minLength: 1, maxLength: 4 }).map(joined)

/** Signs that mean something, in any order. */
export const soups = (): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...signs), fc.string({ maxLength: 3 })), { maxLength: 30 })
    .map(parts => parts.join(''))

const joined = (parts: [string, string][]): string =>
  parts.map(([space, text], at) => (at === 0 ? text : space + text)).join('')

const word = fc.constantFrom(
  'hello',
  'a',
  'snake_case',
  '2 * 3',
  'straße',
  '会議',
  'です',
  '<b>',
  'R&D',
  'x > y',
  '#1',
  '5.',
  '~',
  '[x]',
  '||',
  'שלום',
)
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map(list => list.join(' '))
const plainWord = fc.constantFrom('hello', 'a', 'one two', 'straße', '会議')
const address = fc.constantFrom(
  'https://a.example/x',
  'https://a.example/b_(c)',
  '<https://a.example/?q=1&r=2>',
  '<ada@a.example>',
  'http://[2001:db8::1]/',
)
const reference = fc.constantFrom('<@U12345678>', '<#C12345678>', '<!here>', '<!subteam^S12345678>')
const code = fc.constantFrom('`a`', '`` a`b ``', '`**x**`', '`<@U12345678>`')
const style = fc.constantFrom('**', '*', '_', '__', '~~')

const inline: fc.Arbitrary<string> = fc.letrec<{ piece: string; line: string }>(tie => ({
  piece: fc.oneof(
    { maxDepth: 3 },
    words,
    address,
    reference,
    code,
    fc.tuple(style, tie('line')).map(([sign, text]) => sign + text + sign),
    fc
      .tuple(tie('line'), fc.constantFrom('(https://b.example/)', '(<https://b.example/a(b>)', '(javascript:x)'))
      .map(([text, to]) => `[${text}]${to}`),
  ),
  line: fc
    .array(fc.tuple(tie('piece'), fc.constantFrom(' ', ' ', ', ')), { minLength: 1, maxLength: 4 })
    .map(list => list.flat().join('').trim()),
})).line

const lines = fc.array(inline, { minLength: 1, maxLength: 3 }).map(list => list.join('\n'))
const fence = fc.constantFrom('```ts\nlet a = 1\n\n  <b>\n```', '~~~\n```\n~~~', '```\n```', '```\n- no list\n> x\n```')
const table = fc
  .array(inline, { minLength: 2, maxLength: 2 })
  .map(([a = '', b = '']) => `| x | y |\n|:--|---|\n| ${a.replaceAll('|', '')} | ${b.replaceAll('|', '')} |\n| 1 |`)

const block: fc.Arbitrary<string> = fc.letrec<{ block: string }>(tie => ({
  block: fc.oneof(
    { maxDepth: 3 },
    lines,
    fence,
    table,
    fc.constantFrom('---', '* * *', 'see https://a.example/x_ and https://a.example/*'),
    fc.tuple(fc.constantFrom('# ', '### '), inline).map(parts => parts.join('')),
    tie('block').map(text => indented(text, '> ', '> ')),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map(items => items.map(text => indented(text, '- ', '  ')).join('\n')),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map(items => items.map((text, at) => indented(text, `${at + 3}. `, '   ')).join('\n\n')),
    fc.tuple(fc.boolean(), inline).map(([done, text]) => `- [${done ? 'x' : ' '}] ${text}`),
  ),
})).block

const indented = (text: string, first: string, rest: string): string =>
  text
    .split('\n')
    .map((line, at) => (at === 0 ? first : rest) + line)
    .join('\n')

const plainPiece = fc.oneof(
  plainWord,
  words,
  reference,
  fc.constantFrom('`a`', '`**x**`'),
  fc.tuple(fc.constantFrom('**', '*', '~~'), plainWord).map(([sign, text]) => sign + text + sign),
  fc.tuple(plainWord).map(([text]) => `***${text}***`),
  fc.constantFrom('[words](https://b.example/)', '<https://a.example/?q=1&r=2>', 'https://a.example/x_'),
)
const plainLines = fc
  .array(
    fc.array(plainPiece, { minLength: 1, maxLength: 4 }).map(list => list.join(' ')),
    { minLength: 1, maxLength: 3 },
  )
  .map(list => list.map(line => `x ${line}`).join('\n'))
const plainerBlock = fc.oneof(
  plainLines,
  plainLines.map(text => indented(text, '> ', '> ')),
  fc.constantFrom('```\nlet a = 1\n\n  <b> & c\n```'),
)

const signs = [
  '*',
  '**',
  '_',
  '```',
  '~~',
  '[',
  '](',
  ')',
  '<',
  '>',
  '\n',
  '\n\n',
  '> ',
  '- ',
  '1. ',
  '# ',
  '|',
  '\\',
  'https://',
  'a.example',
  '<@U12345678>',
  '    ',
  'word',
  '---',
  '[x] ',
  '&amp;',
  '会',
  '」',
]
