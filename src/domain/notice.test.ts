import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type NoticeFacts, notice } from './notice.ts'

const plain: NoticeFacts = {
  isOwn: false,
  isSystem: false,
  isDeleted: false,
  isRead: false,
  isDirect: false,
  isMention: false,
  mute: false,
  level: null,
  preference: 'meant',
}

describe('[WHY] a message', () => {
  test.each([
    ['in a channel is not told', {}, false, ['meant', 'not-meant']],
    ['to me alone is', { isDirect: true }, true, ['meant', 'direct']],
    ['that names me is', { isMention: true }, true, ['meant', 'mention']],
    ['of my own is not, even if it names me', { isOwn: true, isMention: true }, false, ['own']],
    ['that was read elsewhere is not', { isRead: true, isMention: true }, false, ['read']],
    ['that is deleted is not', { isDeleted: true, isMention: true }, false, ['deleted']],
    ['about the channel is not', { isSystem: true, level: 'all' }, false, ['system']],
    ['in a muted channel is not, even if it names me', { mute: true, isMention: true }, false, ['muted']],
    ['in a channel of which I want everything is', { level: 'all' }, true, ['channel-all']],
    ['in one of which I want nothing is not', { level: 'nothing', isMention: true }, false, ['channel-nothing']],
    ['names me where I want mentions', { level: 'mentions', isMention: true }, true, ['channel-mentions', 'mention']],
    [
      'to a few of whom I want mentions is not',
      { level: 'mentions', isDirect: true },
      false,
      ['channel-mentions', 'not-meant'],
    ],
    ['is told wherever I want everything', { preference: 'all' }, true, ['everything']],
    ['is told nowhere where I want nothing', { preference: 'nothing', isDirect: true }, false, ['nothing']],
    ['of a channel wins over what I want elsewhere', { preference: 'nothing', level: 'all' }, true, ['channel-all']],
  ] as const)('%s', (_, facts, notifies, path) => {
    expect(notice({ ...plain, ...facts })).toEqual({ notifies, path })
  })

  test('is never told if it is my own, read, deleted or muted, whatever else holds, and always says why', () => {
    const facts = fc.record({
      ...Object.fromEntries(Object.keys(plain).map(name => [name, fc.boolean()])),
      level: fc.constantFrom(null, 'all', 'mentions', 'nothing'),
      preference: fc.constantFrom('all', 'meant', 'nothing'),
    }) as unknown as fc.Arbitrary<NoticeFacts>
    fc.assert(
      fc.property(facts, each => {
        const { notifies, path } = notice(each)
        expect(path.length).toBeGreaterThan(0)
        if (each.isOwn || each.isRead || each.isDeleted || each.mute) expect(notifies).toBe(false)
      }),
      { seed: 13 },
    )
  })
})
