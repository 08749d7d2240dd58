import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { wordsIn } from '../../../bin/lib/sentences.ts'
import { isTest, sourcesIn } from '../../../test/support/sources.ts'

/** What is no sentence of the page, though it looks like one. The short names of emoji are English everywhere. */
const exceptions: Record<string, readonly string[]> = {
  'src/web/features/notices/badge.ts': ['<circle cx="24" cy="8" r="8" fill="{0}"/></svg>'],
  'src/web/features/reactions/signs.ts': [
    'thumbs up',
    'party popper',
    'red heart',
    'face with tears of joy',
    'check mark button',
    'folded hands',
  ],
  'src/web/theme.ts': ['not all'],
  'src/web/worker/ranges.ts': ['title'],
}

/** Written by `bin/emoji.ts`: names and words to search by. */
const generated = ['src/web/features/emoji/pack.ts', 'src/web/features/emoji/tags.ts']

const sources = sourcesIn('src/web').filter(source => !isTest(source) && !generated.includes(source.path))
const words = sources.map(source => ({ path: source.path, ...wordsIn(source) }))
const found = (kind: 'unsaid' | 'early') =>
  Object.fromEntries(words.filter(one => one[kind].length > 0).map(one => [one.path, one[kind]]))

test('every sentence of the page passes say', () => {
  expect(words.flatMap(({ sentences }) => sentences).length).toBeGreaterThan(200)
  expect(found('unsaid')).toEqual(exceptions as Record<string, string[]>)
})

test('nothing is said while a module loads, when the language is not there yet', () => {
  expect(found('early')).toEqual({})
})

test('the scan finds texts between tags, in attributes, choices, tables and calls, and lets programs have theirs', () => {
  const text = `
    const table = [{ label: 'Copy link', key: 'Enter' }]
    export function Some({ name, isOn }: { name: string; isOn: boolean }) {
      const title = isOn ? 'Switch off' : say\`Switch on\`
      if (name === 'Some name') announce('That did not work.')
      document.querySelector('main article')
      return (
        <p class="one two" title={title} aria-label="close">
          {say\`Join \${<bdi>#{name}</bdi>}\`} or
          <b>leave</b> {isOn && 'now'} {\`\${name} left\`}
          {/* Not this. */}
        </p>
      )
    }`
  expect(wordsIn({ path: 'x.tsx', text })).toEqual({
    sentences: ['Switch on', 'Join {0}'],
    unsaid: ['Copy link', 'Switch off', 'That did not work.', 'close', ' or', 'leave', 'now', '{0} left'],
    early: [],
  })
})

test('the scan finds what is said too early, and reads a program to its end', () => {
  const text = `
    const early = say\`Too early\`
    const table = [{ label: say\`As early\` }, { get label() { return say\`Late\` } }]
    const late = () => say\`On time \${\`\${1}\` + \`}\`}\`
    const slash = /[\`'"/]/.test('x') ? 4 / 2 : 1
    const cast = <T,>(it: T): T => it
    export const more = (count: number) => plural(count, { one: say\`One\`, other: say\`\${count} of them\` })`
  const { sentences, early } = wordsIn({ path: 'x.tsx', text })
  expect(sentences).toEqual(['Too early', 'As early', 'Late', 'On time {0}', '{0} of them'])
  expect(early).toEqual(['Too early', 'As early'])
})

test('no style names left or right, so that a language that is written from the right mirrors the page', () => {
  const folder = `${import.meta.dir}/../styles`
  const found = readdirSync(folder).flatMap(file =>
    readFileSync(`${folder}/${file}`, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split('\n')
      .filter(line =>
        /(^|[\s-])(left|right)(-[\w-]+)?\s*:|:\s*(left|right)\b|translate(X|3d)?\((?!calc\([^)]*--onward)/.test(line),
      )
      .map(line => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})
