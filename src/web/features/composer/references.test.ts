import { expect, test } from 'bun:test'
import { withIds, withNames } from './references.ts'

const known = {
  people: [
    { id: 'U00000ADA', name: 'Ada' },
    { id: 'U0000LOVE', name: 'Ada Lovelace' },
    { id: 'U0000TANA', name: '田中' },
    { id: 'U00000ZOE', name: 'Zoë' },
  ],
  groups: [],
  channels: [
    { id: 'C0000TEAM', name: 'team' },
    { id: 'C000ALPHA', name: 'team-alpha' },
  ],
}

const pairs = [
  ['@Ada', '<@U00000ADA>'],
  ['@Ada Lovelace and @Ada.', '<@U0000LOVE> and <@U00000ADA>.'],
  ['(@Zoë, @Ada)', '(<@U00000ZOE>, <@U00000ADA>)'],
  ['会議は@田中さん', '会議は<@U0000TANA>さん'],
  ['see #team-alpha, not #team', 'see <#C000ALPHA>, not <#C0000TEAM>'],
  ['@here @channel @everyone', '<!here> <!channel> <!everyone>'],
  ['**@Ada**', '**<@U00000ADA>**'],
  ['> @Ada', '> <@U00000ADA>'],
  ['“@Ada”', '“<@U00000ADA>”'],
] as const

test.each(pairs)('%j is sent as %j', (written, sent) => expect(withIds(written, known)).toBe(sent))
test.each(pairs)('%j is shown again for %j', (written, sent) => expect(withNames(sent, known)).toBe(written))

test('capitals do not matter', () => {
  expect(withIds('@ada @HERE #Team', known)).toBe('<@U00000ADA> <!here> <#C0000TEAM>')
})

test.each([
  '@Adam',
  '@Ada-Lena',
  'ada@Ada',
  'a@here.example',
  '#team-beta',
  'C#team',
  '\\@Ada',
  '`@Ada`',
  '``a ` @Ada``',
  '```\n@here\n```',
  '~~~\n@here',
  'https://example.com/@Ada',
  'https://example.com/a?b=(@Ada)#team',
  '@nobody #nowhere',
  'no sign at all',
])('%j names nobody', text => expect(withIds(text, known)).toBe(text))

test('after code that is not closed a name is a name', () => {
  expect(withIds('a ` and @Ada', known)).toBe('a ` and <@U00000ADA>')
})

test.each([
  ['<@U00NOBODY0>', 'an id without a name'],
  ['`<@U00000ADA>`', 'code'],
  ['<@U00000ADA>m', 'what would not be the same again'],
  ['<@U00000ADA> Lovelace', 'what would be somebody else'],
])('%s stays as it is: %s', text => expect(withNames(text, known)).toBe(text))

test('40,000 signs, and names of any length, take no longer than their number', () => {
  const many = {
    people: Array.from({ length: 5000 }, (_, at) => ({ id: `U${at}`, name: 'x'.repeat((at % 60) + 1) })),
    groups: [],
    channels: [],
  }
  expect(withIds('@'.repeat(40_000), many)).toHaveLength(40_000)
  expect(withIds('@x '.repeat(13_333), many)).toContain('<@U')
  expect(withIds('`@`'.repeat(13_333), known)).toHaveLength(39_999)
})
