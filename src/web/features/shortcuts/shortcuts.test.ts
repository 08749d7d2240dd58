import { expect, test } from 'bun:test'
import { messageActions } from '../actions/actions.ts'
import { shortcuts } from './shortcuts.ts'

/** The list as docs/keyboard.md has it, at its end. */
const inWords = shortcuts()
  .map(({ title, shortcuts }) => {
    const rows = shortcuts.map(({ keys, what }) => `| ${keys.join(', ')} | ${what} |`)
    return [`### ${title}`, '', '| Keys | What happens |', '|---|---|', ...rows].join('\n')
  })
  .join('\n\n')

test('docs/keyboard.md ends with the list that the overlay shows', async () => {
  const page = await Bun.file('docs/keyboard.md').text()
  const [, list] = page.split('## The whole list\n\n')
  expect(list?.trim()).toBe(inWords)
})

test('no key means two things on a message, and none is taken twice in a chapter', () => {
  const keys = messageActions.flatMap(({ key }) => key ?? [])
  expect(keys).toEqual([...new Set(keys)])
  for (const { title, shortcuts: all } of shortcuts()) {
    const inChapter = all.flatMap(one => one.keys)
    expect([title, inChapter]).toEqual([title, [...new Set(inChapter)]])
  }
})
