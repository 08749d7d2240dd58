import { expect, test } from 'bun:test'
import { emojiLanguages, localWords as wordsOf } from '../../../../bin/lib/emoji-files.ts'
import { findEmoji } from './find.ts'
import { folded, localWords } from './local-words.ts'

const first = (query: string) => findEmoji(query)[0]?.names[0]

test.each([
  ['tada', 'tada'],
  [':tada:', 'tada'],
  ['party pop', 'tada'],
  ['thumbs up', '+1'],
  ['+1', '+1'],
  ['lmao', 'joy'],
  ['Flag: Norway', 'flag-no'],
  ['heart', 'heart'],
])('%j finds %s first', (query, name) =>
  expect(
    findEmoji(query)
      .slice(0, 3)
      .map(({ names }) => names[0]),
  ).toContain(name),
)

test('nothing is found by nothing, and by what no emoji is called', () => {
  expect(findEmoji(' ')).toEqual([])
  expect(findEmoji('qqzz')).toEqual([])
  expect(first('smile')).toBe('smile')
})

test('in another language an emoji is found by its words there, by English ones still, and by its name first', () => {
  const speak = (language: string) => {
    localWords.value = wordsOf(language)
      .split(';')
      .map(words => words.split(' ').map(folded))
  }
  const names = (query: string) => findEmoji(query).map(emoji => emoji.names[0])
  expect(names('daumen')).not.toContain('+1')
  speak('de')
  expect([names('daumen')[0], names('thumbs up')[0]]).toEqual(['+1', '+1'])
  expect(names('HANDESCHUTT')[0]).toBe('handshake')
  speak('ja')
  expect(names('猫')).toContain('cat2')
  localWords.value = null
})

test('there are words in more than twenty languages, for every emoji in the order of the table', () => {
  const languages = emojiLanguages()
  expect(languages.length).toBeGreaterThan(20)
  const count = wordsOf('fr').split(';').length
  for (const language of ['de', 'pt', 'zh-hant']) expect(wordsOf(language).split(';')).toHaveLength(count)
  expect(findEmoji('flag').length).toBeGreaterThan(0)
})
