import type { CommandAnswers, CommandOf, Door, Refused } from '#app/door.ts'
import type { CommandName } from '#protocol/commands.ts'
import { isRetryable } from '#protocol/refusals.ts'
import { readConfig } from '#src/config.ts'
import { type Attachment, attachments } from './demo/attachments.ts'
import { people, topics } from './demo/phrases.ts'
import { furnish } from './demo/rooms.ts'
import { DAYS, type Line, writeScript } from './demo/script.ts'
import { leading, UsageError } from './usage.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

const MESSAGES = 2000
const MOST = 1_000_000
const DAY_MS = 24 * 60 * 60 * 1000

/** Somebody of the demo, and how to speak for them. */
type Person = { user: string; token: string }

/**
 * `flack demo [messages]`: a dozen people join, make ten channels and rooms of their own, talk, react and think again. Everything goes through
 * the door. Without a running server it is said over the last week; at a running one it is said now, since nobody may
 * write into the past of a live workspace, and no faster than people may. Where the demo has been before, nothing is
 * changed and the exit code is 1.
 */
export const demo = async (args: readonly string[], open: OpenDoor): Promise<number> => {
  const { first, rest } = leading(args)
  const count = countOf(first)
  const time = { now: Date.now() - DAYS * DAY_MS }
  const clock = () => time.now
  try {
    await withDoor(readConfig(rest), open, door => play(door, count, time), clock)
    console.log(`${people.length} people said ${count} things. "flack owner" makes you an owner of their workspace.`)
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

/** `time` moves on with what is said; only a store that was opened for the demo goes by it. */
const play = async (door: Door, count: number, time: { now: number }): Promise<void> => {
  const cast: Person[] = []
  for (const name of people) cast.push(await join(door, name))
  const channels = new Map<string, string>()
  for (const name of Object.keys(topics)) channels.set(name, await openChannel(door, name, cast))
  await furnish(
    (who, command) => insist(door, cast[who]?.token ?? '', command),
    cast.map(({ user }) => user),
    channels,
  )
  const script = writeScript(count)
  const begins = Date.now() - (script.at(-1)?.at ?? 0)
  const said = { cast, channels, begins, time }
  // In a live workspace each channel keeps its own order; a past has one clock.
  for (const lines of inPortions(script)) await Promise.all(lines.map(line => say(door, line, said)))
  for (const attachment of attachments()) await attach(door, attachment, said)
}

/** Lines of different channels that follow one another may be said at once. */
const inPortions = (script: readonly Line[]): Line[][] => {
  const portions: Line[][] = []
  for (const line of script) {
    const last = portions.at(-1)
    if (last === undefined || last.some(({ channel, who }) => channel === line.channel || who === line.who))
      portions.push([line])
    else last.push(line)
  }
  return portions
}

const join = async (door: Door, name: string): Promise<Person> => {
  const entered = await door.enter(name)
  if ('token' in entered) return { token: entered.token, user: entered.user }
  if (entered.refused.code !== 'name_taken') throw new DemoError(entered.refused.message)
  throw new DemoError(`${name} is here already, so the demo has been too. It fills a workspace only once.`)
}

/** Everybody takes a seat. A channel that somebody else has made by that name stays theirs. Answers its id. */
const openChannel = async (door: Door, name: string, cast: readonly Person[]): Promise<string> => {
  const [founder] = cast
  const channel = name === 'general' ? '#general' : await createChannel(door, founder?.token ?? '', name)
  const joined = await Promise.all(cast.map(({ token }) => insist(door, token, { do: 'channel.join', channel })))
  return joined[0]?.channel ?? channel
}

const createChannel = async (door: Door, token: string, name: string): Promise<string> => {
  const created = await door.run(token, { do: 'channel.create', name })
  if ('ok' in created) return created.ok.channel
  if (created.refused.code !== 'name_taken') throw new DemoError(created.refused.message)
  return createChannel(door, token, `${name}-demo`)
}

type Stage = {
  cast: readonly Person[]
  /** Ids by name. */
  channels: ReadonlyMap<string, string>
  begins: number
  time: { now: number }
}

/** One line, and what becomes of it. */
const say = async (door: Door, line: Line, { cast, channels, begins, time }: Stage): Promise<void> => {
  const channel = channels.get(line.channel) ?? ''
  const author = cast[line.who]?.token ?? ''
  const written = (text: string) =>
    text
      .replace(/<@(\d+)>/g, (_, who: string) => `<@${cast[Number(who)]?.user}>`)
      .replace(/<#([\w-]+)>/g, (_, name: string) => `<#${channels.get(name)}>`)
  time.now = Math.max(time.now, begins + line.at)
  const clientId = `demo-${channel}-${line.at}-${line.who}`
  const { seq } = await insist(door, author, { do: 'message.post', channel, clientId, text: written(line.text) })
  if (line.isDeleted) return void (await insist(door, author, { do: 'message.delete', channel, seq }))
  if (line.edited !== null) await insist(door, author, { do: 'message.edit', channel, seq, text: written(line.edited) })
  for (const { who, name } of line.reactions)
    await insist(door, cast[who]?.token ?? '', { do: 'reaction.add', channel, seq, name })
}

/** What somebody sends besides words. */
const attach = async (door: Door, { channel: name, who, text, files }: Attachment, { cast, channels }: Stage) => {
  const channel = channels.get(name) ?? ''
  const author = cast[who]?.token ?? ''
  const sent: { id: string; alt?: string }[] = []
  for (const { name: file, alt, content } of files) {
    const said = { channel, name: file, clientId: `demo-${channel}-${file}`, content: content.toString('base64') }
    const taken = await door.upload(author, said)
    if ('refused' in taken) throw new DemoError(taken.refused.message)
    sent.push({ id: taken.ok.id, ...(alt !== undefined && { alt }) })
  }
  const clientId = `demo-files-${channel}`
  await insist(door, author, { do: 'message.post', channel, clientId, text, files: sent })
}

/** Waits as long as the door asks for, as any client does. */
const insist = async <N extends CommandName>(
  door: Door,
  token: string,
  command: CommandOf<N>,
): Promise<CommandAnswers[N]> => {
  for (;;) {
    const outcome = await door.run(token, command)
    if (!('refused' in outcome)) return outcome.ok
    await patience(outcome)
  }
}

const patience = async ({ refused: { code, message, retryAfter = 1 } }: Refused): Promise<void> => {
  if (!isRetryable(code)) throw new DemoError(message)
  await new Promise(resolve => setTimeout(resolve, retryAfter * 1000))
}
