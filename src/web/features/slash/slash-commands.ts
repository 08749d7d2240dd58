import type { Refusal } from '#protocol/refusals.ts'
import { go, openPreferences } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { Act, ChannelSummary, Client } from '../../sync/api.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { knownNames } from '../composer/known-names.ts'
import { withIds } from '../composer/references.ts'
import { generalIn } from '../general.ts'
import { opened } from '../opened.ts'
import { sameName } from '../same-name.ts'
import { arrange } from '../sidebar/section-acts.ts'
import { isDirect } from '../title-of.ts'

/** Where a command was typed. */
export interface Here {
  client: Client
  summary: ChannelSummary
}

/** What becomes of a command: done, why not (what was typed stays), or a text that is sent instead. */
export type Outcome = null | string | { text: string }

export interface SlashCommand {
  name: string
  /** What is written behind it. */
  takes?: string
  what: string
  run: (here: Here, rest: string) => Outcome | Promise<Outcome>
}

/** Every command, as it is offered: each does what a button does, by the same way. */
export const slashCommands = (): readonly SlashCommand[] => [
  { name: 'join', takes: say`#channel`, what: say`Joins a channel and goes there`, run: join },
  { name: 'leave', what: say`Leaves this channel, or closes this conversation`, run: leave },
  { name: 'invite', takes: say`@person`, what: say`Adds people to this channel`, run: invite },
  { name: 'remove', takes: say`@person`, what: say`Removes somebody from this channel`, run: removePerson },
  { name: 'topic', takes: say`text`, what: say`Sets the topic; without a text it goes`, run: topic },
  { name: 'rename', takes: say`name`, what: say`Renames this channel`, run: rename },
  { name: 'archive', what: say`Archives this channel`, run: keep('channel.archive') },
  { name: 'unarchive', what: say`Opens an archived channel again`, run: keep('channel.unarchive') },
  { name: 'msg', takes: say`@person text`, what: say`Writes to somebody directly`, run: message },
  { name: 'dm', takes: say`@person text`, what: say`Writes to somebody directly`, run: message },
  { name: 'mute', what: say`Mutes this conversation, or unmutes it`, run: mute },
  { name: 'star', what: say`Adds this to the favourites, or removes it`, run: star },
  { name: 'who', what: say`Shows who is in this channel`, run: who },
  { name: 'me', takes: say`text`, what: say`Says in italics what you do`, run: (_, rest) => emote(rest) },
  { name: 'shrug', takes: say`text`, what: say`Ends the text with a shrug`, run: (_, rest) => shrug(rest) },
  { name: 'prefs', what: say`Opens the preferences`, run: done(openPreferences) },
  { name: 'shortcuts', what: say`Lists all keys`, run: done(() => (opened.value = 'shortcuts')) },
  { name: 'help', what: say`Lists these commands`, run: done(() => (opened.value = 'commands')) },
]

/** Does it. A command that is not known is told to its writer alone. */
export const runSlash = async (here: Here, { name, rest }: { name: string; rest: string }): Promise<Outcome> => {
  const command = slashCommands().find(each => each.name === name)
  if (command !== undefined) return command.run(here, rest)
  return say`There is no command /${name}. Type /help for all of them, or // to send this as it is.`
}

function done(act: () => void) {
  return (): Outcome => {
    act()
    return null
  }
}

function keep(what: 'channel.archive' | 'channel.unarchive') {
  return ({ client, summary }: Here) => perform(client, { do: what, channel: summary.id })
}

/** Without a connection it is kept, and shown until it is sent. */
const perform = async (client: Client, act: Act): Promise<Outcome> => {
  if (client.connection.peek().phase !== 'live') {
    void client.perform(act, AbortSignal.abort())
    return null
  }
  return outcome(await client.perform(act))
}

const outcome = (answer: { ok: unknown } | { refused: Refusal }): Outcome =>
  'refused' in answer ? refusedWords(answer.refused) : null

async function join({ client }: Here, rest: string): Promise<Outcome> {
  const name = rest.replace(/^#/, '')
  if (name === '') return say`Which channel? Type its name behind the command.`
  const channel = sameName(client.replica.channels.peek(), name)
  if (!channel) return say`There is no channel #${name}.`
  const refused = channel.joined ? null : await perform(client, { do: 'channel.join', channel: channel.id })
  if (refused === null) go(pathOf(channel.id))
  return refused
}

async function leave({ client, summary }: Here): Promise<Outcome> {
  const act = isDirect(summary) ? 'direct.close' : 'channel.leave'
  const refused = await perform(client, { do: act, channel: summary.id })
  const general = generalIn(client.replica.channels.peek())
  if (refused === null && general !== undefined) go(pathOf(general.id))
  return refused
}

/** The people whom a text names, by id. */
const peopleIn = (client: Client, rest: string): { users: string[]; left: string } => {
  const users: string[] = []
  const left = withIds(rest, knownNames(client)).replace(/<@(U[A-Z0-9]+)>/g, (_, id: string) => {
    users.push(id)
    return ''
  })
  return { users, left: left.trim() }
}

const nobody = () => say`Whom? Type @ and a name behind the command.`

async function invite({ client, summary }: Here, rest: string): Promise<Outcome> {
  const { users } = peopleIn(client, rest)
  if (users.length === 0) return nobody()
  return outcome(await client.ask('channel.invite', { channel: summary.id, users }))
}

async function removePerson({ client, summary }: Here, rest: string): Promise<Outcome> {
  const [user] = peopleIn(client, rest).users
  if (user === undefined) return nobody()
  return outcome(await client.ask('channel.remove', { channel: summary.id, user }))
}

async function message({ client }: Here, rest: string): Promise<Outcome> {
  const { users, left } = peopleIn(client, rest)
  if (users.length === 0) return nobody()
  const answer = await client.ask('direct.open', { users })
  if ('refused' in answer) return refusedWords(answer.refused)
  if (left !== '') client.post(answer.ok.channel, left)
  go(pathOf(answer.ok.channel))
  return null
}

function topic({ client, summary }: Here, rest: string): Promise<Outcome> {
  return perform(client, { do: 'channel.describe', channel: summary.id, topic: rest })
}

function rename({ client, summary }: Here, rest: string): Outcome | Promise<Outcome> {
  if (rest === '') return say`What shall it be called? Type the name behind the command.`
  return perform(client, { do: 'channel.rename', channel: summary.id, name: rest })
}

function mute({ client, summary: { id, mute: isMuted } }: Here): Outcome {
  arrange(client, id, { mute: !isMuted })
  return null
}

function star({ client, summary: { id, star: isStarred } }: Here): Outcome {
  arrange(client, id, { star: !isStarred })
  return null
}

function who({ summary }: Here): Outcome {
  if (isDirect(summary)) return say`This conversation is called by everybody in it.`
  opened.value = { details: summary.id, section: 'members' }
  return null
}

const emote = (rest: string): Outcome =>
  rest === '' ? say`What do you do? Type it behind the command.` : { text: `*${rest.replaceAll('*', '\\*')}*` }

/** As Markdown has it: a backslash and two underscores that are no marks. */
const shrug = (rest: string): Outcome => ({ text: `${rest} ¯\\\\\\_(ツ)\\_/¯`.trim() })
