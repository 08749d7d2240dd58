import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { CONTROL_SOCKET } from '#app/door.ts'
import { DoorError, dial } from '#cli/dial.ts'
import { temporaryFolder } from '../support/leftovers.ts'

/** A door of whatever server answers `/run` so. */
const doorThatSays = async (answer: object) => {
  const dataDir = temporaryFolder('data')
  const server = Bun.serve({ unix: join(dataDir, CONTROL_SOCKET), fetch: () => Response.json(answer) })
  const door = await dial(dataDir)
  if (door === null) throw new Error('Nobody answers.')
  return { door, [Symbol.asyncDispose]: () => server.stop(true) }
}

const command = { do: 'message.post', channel: '#general', clientId: 'a', text: 'Hi' } as const

test('[LIVE] an answer through the private socket is that of its command, parsed', async () => {
  await using said = await doorThatSays({ ok: { seq: 7, ts: '1700000000.000123', more: 'of a newer server' } })
  const answer = await said.door.run('flk_token', command)
  expect(answer).toEqual({ ok: { seq: 7, ts: '1700000000.000123' } })
  // @ts-expect-error: a field by another name
  void (() => said.door.run('flk_token', { ...command, do: 'channel.join', chanel: '#general', channel: undefined }))
  // @ts-expect-error: a post is not answered with a channel
  void (() => 'ok' in answer && answer.ok.channel)
})

test('[LIVE] what no answer to the command can be is told in a sentence', async () => {
  await using said = await doorThatSays({ ok: { seq: 'seven' } })
  const refused = await said.door.run('flk_token', command).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DoorError)
  expect(String(refused)).toBe('DoorError: The server is of another version: its answer cannot be read.')
})

test('[LIVE] a refusal comes through as it is', async () => {
  const refused = { code: 'rate_limited', message: 'Wait.', retryAfter: 2 }
  await using said = await doorThatSays({ refused })
  expect(await said.door.run('flk_token', command)).toEqual({ refused } as never)
})
