import { expect, test } from 'bun:test'
import { daysOf, GROUP_MS } from './days.ts'
import type { Said } from './said.ts'

const noon = new Date(2026, 10, 22, 12).getTime()
const said = (seq: number, author: string, at: number): Said => ({
  key: String(seq),
  seq,
  clientId: String(seq),
  author,
  at,
  text: 'text',
  hasFiles: false,
  rev: seq,
  edited: null,
  entry: null,
  happened: null,
})
const grouped = (days: ReturnType<typeof daysOf>) => days.map(day => day.lines.map(line => line.grouped))

test('messages of one person within five minutes of the one before share a header', () => {
  const all = [
    said(1, 'ada', noon),
    said(2, 'ada', noon + GROUP_MS - 1),
    said(3, 'ada', noon + 2 * GROUP_MS - 1),
    said(4, 'bob', noon + 2 * GROUP_MS),
    said(5, 'ada', noon + 2 * GROUP_MS + 1),
  ]
  expect(grouped(daysOf(all, null, null))).toEqual([[false, true, false, false, false]])
})

test('a new day begins with a header, and is a day of the reader', () => {
  const midnight = new Date(2026, 10, 23).getTime()
  const days = daysOf([said(1, 'ada', midnight - 1000), said(2, 'ada', midnight)], null, null)
  expect(days.map(({ date }) => date)).toEqual(['2026-11-22', '2026-11-23'])
  expect(grouped(days)).toEqual([[false], [false]])
})

test('the first line that is drawn goes on from one that is not', () => {
  const days = daysOf([said(2, 'ada', noon + 1000)], said(1, 'ada', noon), null)
  expect(grouped(days)).toEqual([[true]])
})

test('the first unread message begins with a header', () => {
  const days = daysOf([said(1, 'ada', noon), said(2, 'ada', noon + 1)], null, 2)
  expect(days[0]?.lines.map(({ first }) => first)).toEqual([false, true])
  expect(grouped(days)).toEqual([[false, false]])
})

test('an unsent entry of a clock that is behind stays in the day of the message before', () => {
  const yesterday = noon - 24 * 3_600_000
  const entry = { ...said(2, 'bob', yesterday), seq: null }
  expect(daysOf([said(1, 'ada', noon), entry], null, null)).toHaveLength(1)
})
