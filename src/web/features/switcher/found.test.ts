import { expect, test } from 'bun:test'
import type { ChannelSummary } from '../../sync/api.ts'
import { found, piecesOf } from './found.ts'

const channel = (name: string, { joined = true, unread = 0 } = {}): ChannelSummary =>
  ({ id: name, name, joined, unread, place: null, seq: 0 }) as unknown as ChannelSummary
const names = (channels: readonly ChannelSummary[], typed: string) => found(channels, typed).map(({ name }) => name)

test('what is called so comes first, then what begins so, then parts of names, then the rest', () => {
  const all = ['my-ops', 'shops', 'ops-night', 'ops', 'devops'].map(name => channel(name))
  expect(names(all, 'ops')).toEqual(['ops', 'ops-night', 'my-ops', 'shops', 'devops'])
})

test('it is found as it is written elsewhere: with a hash, in capitals, with blanks, its parts in any order', () => {
  const all = ['team-alpha', 'team-beta', 'alpha-team-old'].map(name => channel(name))
  expect(names(all, ' #Team Alpha ')).toEqual(['team-alpha', 'alpha-team-old'])
  expect(names(all, 'beta te')).toEqual(['team-beta'])
  expect(names(all, 'gamma')).toEqual([])
})

test('accents do not count, in what is typed and in the name', () => {
  const all = ['café', 'cafe-noir', 'žofie', 'общий'].map(name => channel(name))
  expect(names(all, 'cafe')).toEqual(['café', 'cafe-noir'])
  expect(names(all, 'CAFÉ')).toEqual(['café', 'cafe-noir'])
  expect(names(all, 'zof')).toEqual(['žofie'])
  expect(names(all, 'ОБЩ')).toEqual(['общий'])
})

test('letters that fold to others are found either way, as names are compared', () => {
  const all = ['straße', 'σοφίας'].map(name => channel(name))
  expect(names(all, 'STRASSE')).toEqual(['straße'])
  expect(names(all, 'strasse')).toEqual(['straße'])
  expect(names(all, 'ΣΟΦΙΑΣ')).toEqual(['σοφίας'])
})

test("one's own come before others that are nearer, but what is called just so is first", () => {
  const all = [channel('my-books'), channel('books', { joined: false }), channel('booking', { joined: false })]
  expect(names(all, 'book')).toEqual(['my-books', 'books', 'booking'])
  expect(names(all, 'books')).toEqual(['books', 'my-books'])
})

test('what was typed stands out of a name, where its letters can be told', () => {
  const typed = (name: string, what: string) =>
    piecesOf(name, what).map(({ text, isTyped }) => (isTyped ? `[${text}]` : text))
  expect(typed('team-alpha', 'al te')).toEqual(['[te]', 'am-', '[al]', 'pha'])
  expect(typed('straße', 'stra')).toEqual(['straße'])
  expect(typed('plain', '')).toEqual(['plain'])
})

test('where nothing was typed all are there: the unread before the others, what is not joined last', () => {
  const all = [channel('a'), channel('b', { unread: 3 }), channel('c', { joined: false }), channel('d')]
  expect(names(all, '')).toEqual(['b', 'a', 'd', 'c'])
})
