import { describe, expect, test } from 'bun:test'
import { readTo, unread, withOwnPosts } from './unread.ts'

describe('[UNREAD] the number', () => {
  test.each([
    ['nothing is there', { posts: 0, cursor: 0, own: [], deleted: [] }, 0],
    ['others wrote', { posts: 7, cursor: 4, own: [], deleted: [] }, 3],
    ['own posts are left out', { posts: 7, cursor: 4, own: [5, 7], deleted: [] }, 1],
    ['deleted ones are left out', { posts: 7, cursor: 4, own: [], deleted: [6] }, 2],
    ['what is both is left out once', { posts: 7, cursor: 4, own: [6], deleted: [6] }, 2],
    ['at or below the cursor nothing is left out', { posts: 7, cursor: 4, own: [3, 4], deleted: [1, 4] }, 3],
    ['ordinals beyond the posts that are known change nothing', { posts: 5, cursor: 4, own: [6], deleted: [7] }, 1],
    ['a cursor ahead of the posts that are known is no debt', { posts: 3, cursor: 4, own: [], deleted: [] }, 0],
  ])('%s', (_, counted, expected) => {
    expect(unread(counted)).toBe(expected)
  })
})

describe('[UNREAD] own posts', () => {
  test.each([
    ['the cursor follows where only own posts lie between', { cursor: 4, own: [] }, [5, 6], { cursor: 6, own: [] }],
    ['it never moves over words of others', { cursor: 4, own: [] }, [6, 8], { cursor: 4, own: [6, 8] }],
    ['a gap that fills lets it follow', { cursor: 4, own: [6] }, [5], { cursor: 6, own: [] }],
    ['what comes again changes nothing', { cursor: 4, own: [6] }, [6, 3], { cursor: 4, own: [6] }],
  ])('%s', (_, before, posts, expected) => {
    expect(withOwnPosts(before, posts)).toEqual(expected)
  })

  test('at most a hundred are kept, the newest', () => {
    const posts = Array.from({ length: 130 }, (_, index) => 2 * index + 2)
    const { cursor, own } = withOwnPosts({ cursor: 0, own: [] }, posts)
    expect({ cursor, length: own.length, first: own[0], last: own.at(-1) }).toEqual({
      cursor: 0,
      length: 100,
      first: 62,
      last: 260,
    })
  })

  test('reading up to the last words of others reads the own ones behind them', () => {
    expect(readTo({ cursor: 4, own: [6, 7, 9] }, 5)).toEqual({ cursor: 7, own: [9] })
    expect(readTo({ cursor: 4, own: [6] }, 2)).toEqual({ cursor: 4, own: [6] })
  })
})
