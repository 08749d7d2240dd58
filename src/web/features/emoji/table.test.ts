import { expect, test } from 'bun:test'
import data from 'emojibase-data/en/data.json'
import { emojiName } from '#domain/emoji-names.ts'
import { emojiFiles } from '../../../../bin/lib/emoji-files.ts'
import { allEmoji, emojiOf, groups, labelOf, nameOf } from './table.ts'

test.each([
  ['+1', '👍️', 'thumbs up'],
  ['thumbsup', '👍️', 'thumbs up'],
  ['tada', '🎉', 'party popper'],
  ['wave::skin-tone-3', '👋🏼', 'waving hand'],
  ['rolling_on_the_floor_laughing', '🤣', 'rolling on the floor laughing'],
  ['flag-gb', '🇬🇧', 'flag: United Kingdom'],
])('%j is %s, %j', (name, sign, label) => {
  expect(emojiOf(name)).toBe(sign)
  expect(labelOf(name)).toBe(label)
})

test('what is no emoji has neither sign nor label nor name', () => {
  expect([emojiOf('nothing_like_it'), labelOf(''), nameOf('x'), nameOf('')]).toEqual([null, null, null, null])
})

test('signs and names map both ways, and every name is one that the server takes', () => {
  expect(groups.length).toBe(9)
  expect(allEmoji.length).toBeGreaterThan(1800)
  for (const { sign, names } of allEmoji) {
    expect(nameOf(sign)).toBe(names[0] ?? '')
    for (const name of names) expect(emojiName(name)).toBe(names[0] ?? '')
  }
})

test('skin tones are drawn as Unicode has them', () => {
  const tones = data.flatMap(({ skins = [] }) => skins).filter(({ tone }) => !Array.isArray(tone))
  const bare = (sign: string | null) => sign?.replaceAll('\uFE0F', '')
  const drawn = tones.filter(({ emoji }) => nameOf(emoji) !== null)
  expect(drawn.length).toBeGreaterThan(1500)
  for (const { emoji } of drawn) expect(bare(emojiOf(nameOf(emoji) ?? ''))).toBe(bare(emoji))
})

test('the generated files are those of the installed data (bun bin/emoji.ts)', async () => {
  for (const [path, text] of Object.entries(emojiFiles())) expect(await Bun.file(path).text()).toBe(text)
})
