import type { Door, Refused } from '#app/door.ts'
import type { Command } from '#protocol/commands.ts'
import { isRetryable } from '#protocol/refusals.ts'
import { readConfig } from '#src/config.ts'
import { people } from './demo/phrases.ts'
import { type Line, writeScript } from './demo/script.ts'
import { leading, UsageError } from './usage.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

const MESSAGES = 2000
const MOST = 1_000_000

/**
 * `flack demo [messages]`: a dozen people join, make ten channels and talk. Everything goes through the door, so it is
 * said now, and at a running server no faster than people may. Where the demo has been before, nothing is changed and
 * the exit code is 1.
 */
export const demo = async (args: readonly string[], open: OpenDoor): Promise<number> => {
  const { first, rest } = leading(args)
  const count = countOf(first)
  try {
    await withDoor(readConfig(rest), open, door => play(door, count))
    console.log(`${people.length} people said ${count} things.`)
    return 0
  } catch (error) {
    if (!(error instanceof DemoError)) throw error
    console.error(error.message)
    return 1
  }
}

/** The demo cannot go on; the message says why. */
class DemoError extends Error {
  override name = 'DemoError'
}

const countOf = (typed: string | null): number => {
  if (typed === null) return MESSAGES
  const count = Number(typed)
  if (!/^\d+$/.test(typed) || count < 1 || count > MOST)
    throw new UsageError(`The demo takes a number of messages from 1 to ${MOST}, not ${JSON.stringify(typed)}.`)
  return count
}

const play = async (door: Door, count: number): Promise<void> => {
  const tokens: string[] = []
  for (const name of people) tokens.push(await join(door, name))
  const script = writeScript(count)
  const channels = await Promise.all([...script.keys()].map(name => openChannel(door, name, tokens)))
  await Promise.all([...script.values()].map((lines, index) => talk(door, channels[index] ?? '', lines, tokens)))
}

const join = async (door: Door, name: string): Promise<string> => {
  const entered = await door.enter(name)
  if ('token' in entered) return entered.token
  if (entered.refused.code !== 'name_taken') throw new DemoError(entered.refused.message)
  throw new DemoError(`${name} is here already, so the demo has been too. It fills a workspace only once.`)
}

/** Everybody takes a seat. A channel that somebody else has made by that name stays theirs. */
const openChannel = async (door: Door, name: string, tokens: readonly string[]): Promise<string> => {
  const [founder = ''] = tokens
  const channel = name === 'general' ? '#general' : await createChannel(door, founder, name)
  await Promise.all(tokens.map(token => insist(door, token, { do: 'channel.join', channel })))
  return channel
}

const createChannel = async (door: Door, token: string, name: string): Promise<string> => {
  const created = await door.run(token, { do: 'channel.create', name })
  if ('ok' in created) return String(created.ok.channel)
  if (created.refused.code !== 'name_taken') throw new DemoError(created.refused.message)
  return createChannel(door, token, `${name}-demo`)
}

/** One after another, since an answer comes after its question. */
const talk = async (door: Door, channel: string, lines: readonly Line[], tokens: readonly string[]): Promise<void> => {
  for (const [index, { who, text }] of lines.entries()) {
    await insist(door, tokens[who] ?? '', { do: 'message.post', channel, clientId: `demo-${channel}-${index}`, text })
  }
}

/** Waits as long as the door asks for, as any client does. */
const insist = async (door: Door, token: string, command: Command): Promise<void> => {
  for (;;) {
    const outcome = await door.run(token, command)
    if (!('refused' in outcome)) return
    await patience(outcome)
  }
}

const patience = async ({ refused: { code, message, retryAfter = 1 } }: Refused): Promise<void> => {
  if (!isRetryable(code)) throw new DemoError(message)
  await new Promise(resolve => setTimeout(resolve, retryAfter * 1000))
}
