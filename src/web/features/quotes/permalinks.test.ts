import { expect, test } from 'bun:test'
import { permalinksIn, withoutLines } from './permalinks.ts'

const HERE = 'https://chat.example.com'
const link = (seq: number) => `${HERE}/c/C0123456789/${seq}`

test.each([
  [`see ${link(7)} there`, [7]],
  [`${link(7)}\n${link(8)}\n${link(7)}`, [7, 8]],
  [[1, 2, 3, 4].map(link).join(' '), [1, 2, 3]],
  [`\`${link(7)}\``, []],
  [`\`\`\`\n${link(7)}\n\`\`\``, []],
  [`[words](${link(7)})`, [7]],
  [`${HERE}/c/C0123456789`, []],
  [`${HERE}/c/general/7`, []],
  ['https://elsewhere.example.com/c/C0123456789/7', []],
])('%j quotes %j', (text, seqs) => expect(permalinksIn(text, HERE).map(({ seq }) => seq)).toEqual(seqs))

test('a line that is nothing but a link which shows as a card is left out', () => {
  expect(withoutLines(`${link(7)}\nI agree\n${link(8)} too`, new Set([link(7), link(8)]))).toBe(
    `I agree\n${link(8)} too`,
  )
})
