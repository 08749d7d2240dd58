import { expect, test } from 'bun:test'
import { parseRoute, pathOf } from './routes.ts'

test.each([
  ['/', { page: 'last' }],
  ['/c/C0GENERAL1', { page: 'channel', channel: 'C0GENERAL1', seq: null }],
  ['/c/general/', { page: 'channel', channel: 'general', seq: null }],
  ['/c/%23general', { page: 'channel', channel: 'general', seq: null }],
  ['/c/C0GENERAL1/12', { page: 'channel', channel: 'C0GENERAL1', seq: 12 }],
  ['/c/C0GENERAL1/0', { page: 'unknown', path: '/c/C0GENERAL1/0' }],
  ['/c/%E0%A4', { page: 'unknown', path: '/c/%E0%A4' }],
  ['/c', { page: 'unknown', path: '/c' }],
  ['/c/a/1/2', { page: 'unknown', path: '/c/a/1/2' }],
])('%s is read as %j', (path, route) => expect(parseRoute(path)).toEqual(route as ReturnType<typeof parseRoute>))

test('a path leads back to what it was made from, in every script', () => {
  expect(parseRoute(pathOf('größe-設計', 7))).toEqual({ page: 'channel', channel: 'größe-設計', seq: 7 })
})
