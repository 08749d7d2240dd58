import { expect, test } from 'bun:test'
import type { ChannelSummary } from '../sync/api.ts'
import { sameName } from './same-name.ts'

const channel = (id: string, kind: 'public' | 'private', name: string) => ({ id, kind, name }) as ChannelSummary

test('[ROOM] a name is that of the public channel, else of a private one', () => {
  const all = [channel('C1', 'private', 'plans'), channel('C2', 'public', 'plans'), channel('C3', 'private', 'secret')]
  expect(sameName(all, '#Plans')?.id).toBe('C2')
  expect(sameName(all, 'secret')?.id).toBe('C3')
  expect(sameName(all, '')).toBeUndefined()
})
