import { expect, test } from 'bun:test'
import { channelNameFault, userNameFault } from '#domain/name-faults.ts'
import { textFault } from '#domain/text.ts'
import { type Refusal, refusals } from '#protocol/refusals.ts'
import { refusalWords } from './refusals.ts'
import { loadRefusals, refusedWords } from './refused.ts'

/** Of these each case has words of its own. */
const byReason = ['name_taken', 'name_invalid', 'text_invalid', 'file_too_large', 'storage_full', 'not_allowed']

test('every refusal that is shown to people has words of the page', () => {
  const shown = Object.entries(refusals).filter(([, { client }]) => client !== 'bug')
  expect(shown.map(([code]) => code).filter(code => !(code in refusalWords))).toEqual(byReason)
})

test('what is wrong with a name or a text is said by its case, and in English as the server says it', async () => {
  await loadRefusals()
  const users = ['', 'x'.repeat(61), 'a\u202e', `a${'\u0301'.repeat(5)}`, '\u0301', 'a \u0301b']
  const channels = ['', 'x'.repeat(81), 'a/b', `a${'\u0301'.repeat(5)}`, '--', '\u0301a']
  const faults = [...users.map(userNameFault), ...channels.map(channelNameFault), textFault(' '), textFault('\0')]
  expect(faults.map(fault => fault?.reason)).not.toContain(undefined)
  for (const fault of faults) expect(refusedWords(fault as Refusal)).toBe(fault?.message ?? '')
})

test('numbers, names and times in a refusal are said as the page says them', () => {
  const long = textFault('x'.repeat(40_001)) as Refusal
  expect(refusedWords(long)).toBe('A message has at most 40,000 characters; this one has 40,001.')
  expect(refusedWords({ code: 'name_taken', message: '', reason: 'channel_taken', name: 'a' })).toBe(
    'There is already a channel #a.',
  )
  const soon: Refusal = { code: 'rate_limited', message: '', retryAfter: 1.2 }
  expect(refusedWords(soon)).toBe('That was too much at once. Try again in 2 seconds.')
})

test('a code that the page does not know is told as the server words it, a case by its code', () => {
  const newer = { code: 'too_loud', message: 'Not so loud.' } as unknown as Refusal
  expect(refusedWords(newer)).toBe('Not so loud.')
  const unknownCase = { code: 'not_author', message: 'No.', reason: 'of_old' } as unknown as Refusal
  expect(refusedWords(unknownCase)).toBe('Only who wrote a message can change it.')
})

test('docs/protocol.md has every case of a refusal', async () => {
  const text = await Bun.file('docs/protocol.md').text()
  /** The page's own: it could not even ask. */
  const own = ['unreachable', 'unanswered', 'not_sent']
  const cases = Object.keys(refusalWords).filter(name => !(name in refusals) && !own.includes(name))
  expect(cases.filter(name => !text.includes(`\`${name}\``))).toEqual([])
})
