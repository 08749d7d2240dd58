import { afterEach, expect, test } from 'bun:test'
import { inPseudo } from './languages/pseudo.ts'
import { locale, number, plural, say, speakBy } from './say.ts'
import { type Sentence, speechOf } from './speech.ts'

const german: Record<string, Sentence> = {
  'Join {0}': '{0} beitreten',
  '{0} to {1}': 'nach {1} von {0}',
}
const polish: Record<string, Sentence> = {
  '{0} channels': { one: '{0} kanał', few: '{0} kanały', many: '{0} kanałów', other: '{0} kanału' },
}
const speak = (tag: string, sentences: Record<string, Sentence>) =>
  speakBy(speechOf({ tag, direction: 'ltr', sentence: english => sentences[english] }))

afterEach(() => speakBy(null))

test('without a language a sentence is what it says, with numbers written as English writes them', () => {
  expect(say`You are not in #${'general'}.`).toBe('You are not in #general.')
  expect(say`${12345} messages`).toBe('12,345 messages')
  expect(say``).toBe('')
})

test('a language finds its sentence by the English one, in its own order, with marks around what was put in', () => {
  speak('de', german)
  expect(say`${'Ada'} to ${'Bob'}`).toBe('nach \u2068Bob\u2069 von \u2068Ada\u2069')
})

test('what a language does not have stays English', () => {
  speak('de', german)
  expect(say`Leave ${'x'}`).toBe('Leave \u2068x\u2069')
})

test('an element in a sentence is drawn where the language has its place', () => {
  const name = <bdi>#general</bdi>
  expect(say`Join ${name}` as unknown).toEqual(['Join ', name])
  speak('de', german)
  expect(say`Join ${name}` as unknown).toEqual([name, ' beitreten'])
})

test('a number has the form that its language has for it', () => {
  const channels = (count: number) => plural(count, { one: say`One channel`, other: say`${count} channels` })
  expect([1, 2, 1000].map(channels)).toEqual(['One channel', '2 channels', '1,000 channels'])
  speak('pl', polish)
  expect([1, 3, 5, 1.5].map(channels)).toEqual(['1 kanał', '3 kanały', '5 kanałów', '1,5 kanału'])
})

test('numbers and dates are those of the language', () => {
  expect(locale()).toStartWith('en-')
  speak('de', german)
  expect(locale()).toBe('de')
  expect(number(12345)).toBe('12.345')
})

test('the pseudo language leaves no plain letter, keeps what is put in, and is two fifths longer', () => {
  const english = 'Writing in {0} joins you. Everybody there can read it.'
  const said = inPseudo(english)
  expect(said).not.toMatch(/[a-z]/i)
  expect(said).toContain('{0}')
  expect(said.length).toBeGreaterThanOrEqual(1.35 * english.length)
})
