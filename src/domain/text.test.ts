import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { TEXT_BYTES, TEXT_CHARACTERS } from '#protocol/limits.ts'
import { textFault } from './text.ts'

const codeOf = (text: string) => textFault(text)?.code ?? null

test.each(['', ' ', '\n\t', '\u00a0\u2003\u3000', '\ufeff', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'])(
  '%j cannot be posted',
  text => expect(codeOf(text)).toBe('text_invalid'),
)

test.each(['a', ' a ', '\u{1f389}', '\u0001', '\u202e', '\u200b', '<b>'])('%j can be', text => {
  expect(codeOf(text)).toBeNull()
})

describe('[SIZE] a text', () => {
  test('has at most 40,000 UTF-16 code units', () => {
    expect(codeOf('x'.repeat(TEXT_CHARACTERS))).toBeNull()
    expect(codeOf('x'.repeat(TEXT_CHARACTERS + 1))).toBe('text_too_long')
    expect(codeOf('\u{1f389}'.repeat(TEXT_CHARACTERS / 2))).toBeNull()
    expect(codeOf(`${'\u{1f389}'.repeat(TEXT_CHARACTERS / 2)}x`)).toBe('text_too_long')
  })

  test('that is too long is said to be so, whatever else is wrong with it, and how long it is', () => {
    expect(textFault('\0'.repeat(40_001))).toEqual({
      code: 'text_too_long',
      message: 'A message has at most 40000 characters; this one has 40001.',
      limit: 40_000,
      count: 40_001,
    })
  })

  test('that is short enough is never more than 160 KiB of UTF-8', () => {
    for (const widest of ['\u20ac', '\uffff', '\u{10ffff}']) {
      const text = widest.repeat(TEXT_CHARACTERS / widest.length)
      expect(codeOf(text)).toBeNull()
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(TEXT_BYTES)
    }
  })
})

test('what can be posted comes back from UTF-8 as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)) }),
      text => {
        if (codeOf(text) !== null) return
        expect(Buffer.from(text).toString()).toBe(text)
        expect(text).not.toContain('\0')
      },
    ),
    { seed: 21, numRuns: 1000 },
  )
})
