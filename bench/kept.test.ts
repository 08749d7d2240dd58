import { Database } from 'bun:sqlite'
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchError } from './bench.ts'
import { checkKept } from './kept.ts'
import { brief, median, quantile } from './statistics.ts'
import { randomFrom, sentence } from './words.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'flack-kept-'))
const acks = [join(dataDir, 'acks')]
const db = new Database(join(dataDir, 'flack.db'))
db.run('create table messages (channel text, seq integer, author text)')
afterAll(() => {
  db.close()
  rmSync(dataDir, { recursive: true })
})

/** Client 0 is Ada, client 1 is Bob; both were promised a message. */
const check = () => checkKept({ dataDir, channels: ['C1'], acks, users: ['Ada', 'Bob'] })
const keep = (seq: number, author: string) => db.run('insert into messages values (?, ?, ?)', ['C1', seq, author])

describe('the bench compares acknowledgements with the database', () => {
  beforeEach(() => {
    db.run('delete from messages')
    writeFileSync(acks[0] ?? '', '0 1\n1 2\n')
  })

  test('and counts what is kept as promised', () => {
    keep(1, 'Ada')
    keep(2, 'Bob')
    expect(check()).toBe(2)
  })

  test('and fails where an acknowledged message is not there', () => {
    keep(1, 'Ada')
    expect(check).toThrow(new BenchError('2 were acknowledged, and 1 are kept.'))
  })

  test('and fails where a seq belongs to somebody else', () => {
    keep(1, 'Ada')
    keep(2, 'Ada')
    expect(check).toThrow('which was never acknowledged')
  })

  test('and fails where more is kept than was acknowledged', () => {
    keep(1, 'Ada')
    keep(2, 'Bob')
    keep(3, 'Bob')
    expect(check).toThrow('message 3, which was never acknowledged')
  })
})

test('the median of an even number lies between the two in the middle, whatever their order', () => {
  expect(median([9, 1, 4, 2])).toBe(3)
  expect(median([5, 1, 3])).toBe(3)
  expect(() => median([])).toThrow()
})

test('a quantile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(quantile(hundred, 0.99)).toBe(100)
  expect(quantile(hundred, 0.5)).toBe(51)
})

test('large numbers are told with three digits', () => {
  expect([2_345_678, 45_678, 4567, 4.567].map(brief)).toEqual(['2.35 M', '45.7 k', '4567', '4.57'])
})

test('seeded texts are the same every time, and differ from one another', () => {
  const texts = Array.from({ length: 500 }, (_, index) => sentence(index))
  expect(texts).toEqual(Array.from({ length: 500 }, (_, index) => sentence(index)))
  expect(new Set(texts).size).toBeGreaterThan(490)
  expect(texts.every(text => text.split(' ').every(word => /^[a-z]+$/.test(word)))).toBe(true)
  const random = randomFrom(7)
  const drawn = Array.from({ length: 1000 }, random)
  expect(drawn.every(value => value >= 0 && value < 1)).toBe(true)
})
