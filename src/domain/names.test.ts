import { expect, test } from 'bun:test'
import fc from 'fast-check'
import confusables from 'unhomoglyph/data.json' with { type: 'text' }
import { CHANNEL_NAME_CHARACTERS, USER_NAME_CHARACTERS } from '#protocol/limits.ts'
import { channelNameFault, userNameFault } from './name-faults.ts'
import { isReservedName, nameKey, nameKeys } from './name-key.ts'
import { normalizeChannelName, normalizeUserName } from './names.ts'

/** Anything that can be typed, and what makes trouble more often than chance would. */
const typed = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'I',
      'İ',
      'ı',
      'ß',
      'ſ',
      'Σ',
      'ς',
      'ﬁ',
      'K',
      'ẞ',
      'Å',
      '#',
      ' ',
      '-',
      'о',
      'ο',
      '1',
      'l',
      '\u0301',
      '\u200d',
      '\u0130',
      '\u1e9e',
      '\ufdfa',
      '\ud800',
    ),
  }),
)
const often = { seed: 31, numRuns: 3000 }

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(typed, name => {
      expect(normalizeUserName(normalizeUserName(name))).toBe(normalizeUserName(name))
      const channel = normalizeChannelName(name)
      if (channelNameFault(channel) === null) expect(normalizeChannelName(channel)).toBe(channel)
    }),
    often,
  )
})

test('a key is stable: of itself, of the normalised name, and of any case', () => {
  fc.assert(
    fc.property(typed, name => {
      const user = normalizeUserName(name)
      expect(nameKey(normalizeUserName(user))).toBe(nameKey(user))
      const channel = normalizeChannelName(name)
      if (channelNameFault(channel) !== null) return
      expect(nameKey(normalizeChannelName(channel.toUpperCase()))).toBe(nameKey(channel))
      expect(nameKey(nameKey(channel))).toBe(nameKey(channel))
    }),
    often,
  )
})

test('[S-28] every letter that Unicode says looks like others has one key with them', () => {
  const found: string[] = []
  for (const [letter, look] of Object.entries<string>(JSON.parse(confusables as unknown as string))) {
    // Letters with their marks are looked at part by part (UTS 39, section 4).
    if (letter.normalize('NFD') !== letter) continue
    const pair = [`Q${letter}q`, `Q${look}q`].map(normalizeUserName)
    if (pair.some(name => userNameFault(name) !== null)) continue
    const [one, other] = pair.map(name => nameKeys(name))
    if (one?.lookKey !== other?.lookKey) found.push(`${JSON.stringify(letter)} ${JSON.stringify(look)}`)
  }
  expect(found).toEqual([])
})

test('[S-28] a name has one key of each kind, composed or not', () => {
  fc.assert(
    fc.property(typed, name => {
      const [one, other] = [name.normalize('NFC'), name.normalize('NFD')].map(form => nameKeys(form))
      expect(one).toEqual(other)
    }),
    often,
  )
})

test('a key is found for every letter there is, and is its own', () => {
  for (let point = 1; point <= 0x10ffff; point++) {
    const key = nameKey(String.fromCodePoint(point))
    if (nameKey(key) !== key) throw new Error(`U+${point.toString(16)} has the key ${key}, which has another.`)
  }
})

test.each(['\ufdfa', '\u5e7f', ' ', 'x', '\u0301', 'a\u0301\u0327', '#'])(
  '[S-27] a frame full of %j as a name takes no time worth speaking of',
  part => {
    const name = part.repeat(80_000)
    // The fastest of three: the machine may be busy with something else.
    const times = [1, 2, 3].map(() => {
      const started = performance.now()
      nameKey(normalizeUserName(name))
      nameKey(normalizeChannelName(name))
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(50)
  },
)

test('a key can be kept by every engine: no controls, no halves of pairs', () => {
  fc.assert(
    fc.property(typed, name => expect(nameKey(name)).not.toMatch(/[\p{Cc}\p{Cs}]/u)),
    often,
  )
  expect(nameKey('a\0b\ud800')).toBe('ab')
})

test('what passes is within its limits, visible and well formed', () => {
  fc.assert(
    fc.property(typed, name => {
      const user = normalizeUserName(name)
      if (userNameFault(user) === null) {
        expect(user.length).toBeWithin(1, USER_NAME_CHARACTERS + 1)
        expect(user.isWellFormed()).toBeTrue()
        expect(user).toMatch(/[\p{L}\p{N}\p{S}\p{P}]/u)
      }
      const channel = normalizeChannelName(name)
      if (channelNameFault(channel) === null) {
        expect(channel.length).toBeWithin(1, CHANNEL_NAME_CHARACTERS + 1)
        expect(channel).not.toMatch(/[\s#/?%\p{Lu}]/u)
      }
    }),
    often,
  )
})

test('the limits are counted after normalising', () => {
  expect(userNameFault(normalizeUserName(`  ${'x'.repeat(60)}  `))).toBeNull()
  expect(userNameFault(normalizeUserName('x'.repeat(61)))?.message).toBe('A name has at most 60 characters.')
  expect(userNameFault(normalizeUserName('e\u0301'.repeat(60)))).toBeNull()
  expect(channelNameFault(normalizeChannelName(`#${'x'.repeat(80)}`))).toBeNull()
  expect(channelNameFault(normalizeChannelName('x'.repeat(81)))?.message).toBe(
    'A channel name has at most 80 characters.',
  )
  expect(channelNameFault(normalizeChannelName('\ufdfa'.repeat(5)))).not.toBeNull()
})

test('what is wrong with the name of a channel is what it says', () => {
  const faultOf = (typed: string) => channelNameFault(normalizeChannelName(typed))?.message
  expect(faultOf(' # ')).toBe('Please type a name.')
  expect(faultOf('a/b')).toBe('A channel name has only letters, digits, dashes and underscores.')
  expect(faultOf('- -')).toBe('A channel name needs a letter, a digit or an underscore.')
  expect(faultOf('_')).toBeUndefined()
})

test('reserved is what looks reserved', () => {
  expect(['admin', 'ADMIN', '\u0430dmin', 'e\u0475eryone', 'administrators'].map(name => isReservedName(name))).toEqual(
    [true, true, true, true, false],
  )
})
