import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { findAddresses } from './addresses.ts'
import { parseMarkdown } from './parse.ts'
import { scanInline } from './scan.ts'
import type { Inline } from './tree.ts'

const links = (text: string) => findAddresses(text).map(({ href }) => href)
const written = (text: string) => findAddresses(text).map(({ from, to }) => text.slice(from, to))
const paragraph = (text: string): Inline[] =>
  parseMarkdown(text).flatMap(block => (block.kind === 'paragraph' ? block.children : []))

test('an address in a sentence is a link, and the rest stays text', () => {
  expect(scanInline('See https://a.example/x?y=1#z, please')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'address', text: 'https://a.example/x?y=1#z', href: 'https://a.example/x?y=1#z' },
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
  // Beside scripts without spaces, and their punctuation.
  ['看https://example.com/a吧', 'https://example.com/a'],
  ['https://example.com/docs，请看', 'https://example.com/docs'],
  ['문서는 https://example.com/docs입니다', 'https://example.com/docs'],
  ['「https://example.com/a」です', 'https://example.com/a'],
  ['（https://example.com/a）', 'https://example.com/a'],
  ['https://example.com。次', 'https://example.com'],
  ['https://example.com/を見て', 'https://example.com/'],
  ['https://example.com吧', 'https://example.com'],
  ['ดูที่https://example.com/aนะ', 'https://example.com/a'],
  ['انظر https://example.com/a، ثم', 'https://example.com/a'],
  ['देखें https://example.com/a। फिर', 'https://example.com/a'],
  ['https://ja.wikipedia.org/wiki/東京タワー と', 'https://ja.wikipedia.org/wiki/東京タワー'],
  ['https://a.example/?q=日本&r=1', 'https://a.example/?q=日本&r=1'],
  ['https://例え.jp/a', 'https://例え.jp/a'],
  ['https://de.example/Straße, ja', 'https://de.example/Straße'],
  // Whole.
  ['https://youtu.be/dQw4w9WgXc_', 'https://youtu.be/dQw4w9WgXc_'],
  ['https://example.com/list[1]', 'https://example.com/list[1]'],
  ['https://example.com/{id}', 'https://example.com/{id}'],
  ['http://[2001:db8::1]', 'http://[2001:db8::1]'],
  ['https://a.example/*', 'https://a.example/*'],
  ['https://a.example/~ada~', 'https://a.example/~ada~'],
  // What closes what the text opened is not part of it.
  ['_https://a.example/x_', 'https://a.example/x'],
  ['[see https://a.example/x]', 'https://a.example/x'],
  ['{https://a.example/x}', 'https://a.example/x'],
  ['(https://a.example/x)y', 'https://a.example/x'],
  ['https://a.example/x🎉', 'https://a.example/x'],
])('[FAULTS 3, 4] in %s the address is exactly %s', (text, address) => {
  expect(written(text)).toEqual([address])
  // The whole parser finds the same one, but for marks: it knows what they are.
  expect(JSON.stringify(paragraph(text))).toContain(
    JSON.stringify({ kind: 'address', ...findAddresses(text)[0] }).match(/"href":"[^"]*"/)?.[0] ?? '?',
  )
})

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
  expect(scanInline('https://аpple.example/')).toEqual([
    { kind: 'address', text: 'https://xn--pple-43d.example/', href: 'https://xn--pple-43d.example/' },
  ])
  expect(scanInline('https://ノbank.example/')[0]).toMatchObject({
    text: expect.stringMatching(/^https:\/\/xn--/),
  })
  expect(scanInline('<https://аpple.example/>'.slice(1, -1))).toEqual(paragraph('<https://аpple.example/>'))
})

test('[S-28] an override of the writing direction ends an address', () => {
  expect(links('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/'])
})

test('[S-12] whatever is written, only safe schemes become links, and nothing is lost', () => {
  const parts = fc.constantFrom('https://', 'javascript:', 'a.example', ')', '(', ' ', '会', '，', '_', '<', '>')
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.string())), list => {
      const text = list.join('')
      const pieces = scanInline(text)
      const asWritten = written(text)
      const words = pieces.map(piece =>
        piece.kind === 'address' ? asWritten.shift() : 'text' in piece ? piece.text : '',
      )
      expect(words.join('')).toBe(text)
      for (const piece of pieces) if (piece.kind === 'address') expect(piece.href).toMatch(/^(https?:\/\/|mailto:)/)
    }),
    { seed: 7, numRuns: 2000 },
  )
})

const disguises = [
  'javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  ' javascript:alert(1)',
  '\tjavascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\u0000script:alert(1)',
  'javascript\\:alert(1)',
  '&#106;avascript:alert(1)',
  'javascript&colon;alert(1)',
  '%6Aavascript:alert(1)',
  'ｊavascript:alert(1)',
  'vbscript:x',
  'data:text/html;base64,PHN2Zz4=',
  'DATA:text/html,x',
  'blob:https://a.example/x',
  'view-source:https://a.example',
  'file:///etc/passwd',
  '//a.example/x',
  '/c/general',
  'https:javascript@a.example/',
]

test.each(disguises)('[S-12] %p is nowhere a link', address => {
  for (const text of [address, `[a](${address})`, `[a](<${address}>)`, `<${address}>`, `[a][b]\n\n[b]: ${address}`]) {
    const found = JSON.stringify(parseMarkdown(text)).match(/"href":"([^"]*)"/)?.[1] ?? 'https://a.example/'
    // What lies inside it may be an honest address of its own.
    expect(found).toStartWith('https://a.example')
  }
})
