import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Hello } from '#protocol/frames.ts'
import { type Server, startServer } from '../support/server.ts'
import { codeOf } from './connection.ts'
import { connect, type Member } from './guest.ts'

/** The first who joins at the machine is the owner. */
let server: Server
let owner: Member
let member: Member

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  owner = await connect(server.url, 'Olga')
  member = await connect(server.url, 'Mia')
})

afterAll(() => server.stop())

const set = (who: Member, name: string, value: unknown) => who.socket.ask({ do: 'policy.set', name, value })

test('a policy is heard by everybody at once, and told whole to who comes later', async () => {
  expect(codeOf(await set(member, 'editFor', 5))).toBe('not_allowed')
  expect((await set(owner, 'editFor', 5)).ok).toEqual({ name: 'editFor', value: 5 })
  await member.socket.hears(frame => JSON.stringify(frame).includes('"editFor"'), 'the policy')
  const late = await connect(server.url, 'Late')
  const { hello } = late.socket.frames.find(frame => 'hello' in frame) as { hello: Hello }
  const told = await late.socket.ask({ do: 'sync', epoch: hello.epoch, stream: hello.workspace, since: 0 })
  expect(told.ok?.rows).toContainEqual({ row: 'policy', rev: 3, name: 'editFor', value: 5 })
})
