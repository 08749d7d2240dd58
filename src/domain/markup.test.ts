import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { isOnlyEmoji, parseMarkup } from './markup.ts'

const links = (text: string) => parseMarkup(text).flatMap(piece => (piece.kind === 'link' ? [piece.href] : []))

test('an address in a sentence is a link, and the rest stays text', () => {
  expect(parseMarkup('See https://a.example/x?y=1#z, please')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'https://a.example/x?y=1#z', href: 'https://a.example/x?y=1#z' },
    { kind: 'text', text: ', please' },
  ])
})

test.each([
  ['(https://a.example/b_(c)).', 'https://a.example/b_(c)'],
  ['https://a.example).', 'https://a.example/'],
  ['https://a.example/…', 'https://a.example/'],
  ['http://127.0.0.1:3000/c/x', 'http://127.0.0.1:3000/c/x'],
  ['HTTPS://A.EXAMPLE', 'https://a.example/'],
  ['mailto:ada@a.example', 'mailto:ada@a.example'],
  ['"https://a.example"', 'https://a.example/'],
])('%s leads to %s', (text, href) => expect(links(text)).toEqual([href]))

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://a.example',
  'https://',
  'http://a.example@b.example/',
  'https://user:secret@b.example/',
  'mailto:nobody',
  'xhttps://a.example',
  'JaVaScRiPt:https',
])('%s is text', text => expect(links(text)).toEqual([]))

test('[S-28] a host that mixes scripts shows its punycode', () => {
  expect(parseMarkup('https://аpple.example/')).toEqual([
    { kind: 'link', text: 'https://xn--pple-43d.example/', href: 'https://xn--pple-43d.example/' },
  ])
})

test('[S-28] an override of the writing direction ends an address', () => {
  expect(links('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/'])
})

test('[S-12] whatever is written, only safe schemes become links, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('https://', 'javascript:', 'a.example', ')', '(', ' '), fc.string())),
      parts => {
        const text = parts.join('')
        const pieces = parseMarkup(text)
        expect(pieces.map(piece => piece.text).join('')).toBe(text)
        for (const piece of pieces) if (piece.kind === 'link') expect(piece.href).toMatch(/^(https?:\/\/|mailto:)/)
      },
    ),
    { seed: 7 },
  )
})

test.each(['https://', '(', ')', 'https://a.example/)', '"', 'a.'])(
  '[S-27] 100 KiB of %s take less than 50 ms',
  part => {
    const text = part.repeat(Math.ceil(102_400 / part.length))
    const started = performance.now()
    parseMarkup(text)
    expect(performance.now() - started).toBeLessThan(50)
  },
)

test('only emoji, and only a few, are shown large', () => {
  expect(['🎉', '👍🏽 👩‍👩‍👧', '🇩🇪', '❤️'].map(isOnlyEmoji)).toEqual([true, true, true, true])
  expect(['', '1', 'ok 🎉', '🎉'.repeat(9), '#'].map(isOnlyEmoji)).toEqual([false, false, false, false, false])
})
