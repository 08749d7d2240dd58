import { expect, test } from 'bun:test'
import { isComposing, letterOf } from './keys.ts'

test.each([
  ['k', 'KeyK', 'k'],
  ['K', 'KeyK', 'k'],
  ['л', 'KeyK', 'k'],
  ['כ', 'KeyF', 'f'],
  // Dvorak: where the letters are Latin, what the key says counts.
  ['k', 'KeyV', 'k'],
  ['7', 'Digit7', ''],
  ['Enter', 'Enter', ''],
  ['ñ', 'Semicolon', ''],
])('the key %j at %s means the letter %j', (key, code, letter) => expect(letterOf({ key, code })).toBe(letter))

test('a key that an input method uses is known in every order of events', () => {
  const event = (parts: Partial<KeyboardEvent>) => ({ isComposing: false, keyCode: 13, ...parts }) as KeyboardEvent
  expect(isComposing(event({}))).toBe(false)
  expect(isComposing(event({ isComposing: true }))).toBe(true)
  expect(isComposing(event({ keyCode: 229 }))).toBe(true)
})
