import { expect, test } from 'bun:test'
import type { MessageRow } from '#protocol/rows.ts'
import { HeldMessages, pageOf } from './held-messages.ts'

const row = (seq: number, rev = seq): MessageRow => ({
  row: 'message',
  rev,
  seq,
  ts: `1700000000.${String(seq).padStart(6, '0')}`,
  author: 'U00000000ADA',
  clientId: `c${seq}`,
  text: `text ${seq} of ${rev}`,
  post: seq,
})
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => row(from + index))

const held = (from: number, to: number): HeldMessages => {
  const messages = new HeldMessages()
  messages.takePage(pageOf({ rows: rows(from, to), more: true }))
  return messages
}

test('[SYNC-4] a row outside of the coverage adds no line', () => {
  const messages = held(50, 60)
  expect(messages.put(row(5))).toEqual([])
  expect(messages.put(row(70))).toEqual([])
  expect(messages.coverage).toEqual([[50, 60]])
})

test('[SYNC-4] a row inside updates, and an older one does not', () => {
  const messages = held(50, 60)
  expect(messages.put(row(55, 99))).toHaveLength(1)
  expect(messages.put(row(55, 98))).toEqual([])
  expect(messages.get(55)?.rev).toBe(99)
})

test('the next message continues the conversation', () => {
  const messages = held(50, 60)
  messages.put(row(61))
  expect(messages.coverage).toEqual([[50, 61]])
})

test('what arrives while a page is being read is not lost behind it', () => {
  const messages = new HeldMessages()
  messages.startLoad()
  messages.put(row(102))
  messages.put(row(101))
  messages.takePage(pageOf({ rows: rows(1, 100), more: false }))
  messages.endLoad()
  expect(messages.coverage).toEqual([[1, 102]])
})

test('a page that was read before a change does not undo it', () => {
  const messages = new HeldMessages()
  messages.startLoad()
  messages.put(row(3, 77))
  messages.takePage(pageOf({ rows: rows(1, 4), more: false }))
  messages.endLoad()
  expect(messages.get(3)?.rev).toBe(77)
})

test('after the load nothing is kept aside any longer', () => {
  const messages = new HeldMessages()
  messages.startLoad()
  messages.put(row(9))
  messages.endLoad()
  messages.takePage(pageOf({ rows: rows(1, 8), more: false }))
  expect(messages.end).toBe(8)
})

test('the newest ones are cut from the newest interval only', () => {
  const messages = held(1, 10)
  messages.takePage(pageOf({ rows: rows(20, 25), more: true }))
  expect(messages.newest(3).map(({ seq }) => seq)).toEqual([23, 24, 25])
  expect(messages.newest(100).map(({ seq }) => seq)).toEqual([20, 21, 22, 23, 24, 25])
})
