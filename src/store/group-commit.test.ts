import { describe, expect, test } from 'bun:test'
import { ada, request } from '../../test/support/commands.ts'
import type { BatchResult } from './batch.ts'
import { GroupCommit } from './group-commit.ts'
import { type CommitRequest, StoreUnavailable } from './store.ts'

/** A group whose commits are answered by hand; it runs what was scheduled when `turn` is called. */
const byHand = (commit: (texts: readonly string[]) => Promise<void> = async () => {}) => {
  const batches: string[][] = []
  const scheduled: (() => void)[] = []
  const group = new GroupCommit(
    async (requests: readonly CommitRequest[]): Promise<BatchResult> => {
      const texts = requests.map(({ once }) => once?.clientId ?? '')
      batches.push(texts)
      await commit(texts)
      return { outcomes: texts.map(text => ({ ok: { name: text } })), frames: [] }
    },
    run => scheduled.push(run),
  )
  const send = (text: string) => group.submit(request(ada, { do: 'profile.rename', name: text, clientId: text }))
  const turn = () => {
    for (const run of scheduled.splice(0)) run()
  }
  return { group, batches, send, turn }
}

describe('group commit', () => {
  test('what arrives together is one batch, and what arrives during a commit is the next', async () => {
    const doors: (() => void)[] = []
    const { group, batches, send, turn } = byHand(() => new Promise(resolve => doors.push(resolve)))
    const first = [send('a'), send('b')]
    turn()
    const later = [send('c'), send('d')]
    expect(batches).toEqual([['a', 'b']])
    doors[0]?.()
    expect(await Promise.all(first)).toEqual([{ ok: { name: 'a' } }, { ok: { name: 'b' } }])
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    doors[1]?.()
    await Promise.all(later)
    await group.idle()
  })

  test('[COMMIT-2] a batch that fails is tried one by one; the bad one is rejected, the others are answered', async () => {
    const { batches, send, turn } = byHand(async texts => {
      if (texts.includes('bad')) throw new Error('no')
    })
    const sent = ['a', 'bad', 'b'].map(send)
    turn()
    const results = await Promise.allSettled(sent)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(batches).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']])
  })

  test('a batch whose outcome is unknown is not run again: all are rejected, and the next one is tried', async () => {
    let lost = true
    const { batches, send, turn } = byHand(async () => {
      if (lost) throw new StoreUnavailable('away')
    })
    const sent = [send('a'), send('b')]
    turn()
    const results = await Promise.allSettled(sent)
    expect(results.map(result => result.status === 'rejected' && result.reason instanceof StoreUnavailable)).toEqual([
      true,
      true,
    ])
    lost = false
    const next = send('c')
    turn()
    expect(await next).toEqual({ ok: { name: 'c' } })
    expect(batches).toEqual([['a', 'b'], ['c']])
  })

  test('[R-11] who stands in line behind a lost database is refused with the first, and does not wait for it again', async () => {
    let lose: (error: Error) => void = () => {}
    const { batches, send, turn } = byHand(
      () =>
        new Promise((_, reject) => {
          lose = reject
        }),
    )
    const first = send('a')
    turn()
    const second = send('b')
    lose(new StoreUnavailable('away'))
    const results = await Promise.allSettled([first, second])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(batches).toEqual([['a']])
  })

  test('[R-11] when the database is lost while a bad batch is tried one by one, the rest of it does not wait for it in turn', async () => {
    const { batches, send, turn } = byHand(async texts => {
      if (texts.includes('bad')) throw new Error('no')
      throw new StoreUnavailable('away')
    })
    const sent = ['a', 'bad', 'b', 'c'].map(send)
    turn()
    const later = send('d')
    const results = await Promise.allSettled([...sent, later])
    expect(results.every(result => result.status === 'rejected' && result.reason instanceof StoreUnavailable)).toBe(
      true,
    )
    expect(batches).toEqual([['a', 'bad', 'b', 'c'], ['a']])
  })

  test('more than can wait are refused, and those who wait are not', async () => {
    const { batches, send, turn } = byHand()
    const sent = Array.from({ length: 8192 + 3 }, (_, index) => send(`${index}`))
    turn()
    const outcomes = await Promise.all(sent)
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(8192)
    expect(outcomes.slice(8192)).toMatchObject(Array(3).fill({ refused: { code: 'unavailable', retryAfter: 1 } }))
    expect(Math.max(...batches.map(batch => batch.length))).toBe(512)
  })
})
