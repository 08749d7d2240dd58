import { Database } from 'bun:sqlite'
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../test/support/leftovers.ts'
import { BenchError } from './bench.ts'
import { checkKept } from './kept.ts'

const dataDir = temporaryFolder('kept')
const acks = [join(dataDir, 'acks')]
const db = new Database(join(dataDir, 'flack.db'))
db.run('create table messages (channel text, seq integer, author text)')
afterAll(() => db.close())

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
