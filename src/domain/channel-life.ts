import { PURPOSE_CHARACTERS, TOPIC_CHARACTERS } from '#protocol/limits.ts'
import { DIRECTORY } from '#protocol/streams.ts'
import { appointed, channelTaken, listed, namesakes, ownNamesakes, takenByOwn, uncounted } from './channel.ts'
import { type Decision, type Refused, refuse, type Verdict, type Write } from './decision.ts'
import { directKey } from './direct.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { jobRow } from './job.ts'
import { line } from './line.ts'
import { channelNameFault, userNameFault } from './name-faults.ts'
import { nameKeys } from './name-key.ts'
import { normalizeChannelName, normalizeUserName } from './names.ts'
import { inChannel, inChannelFacts, makeFacts, mayNotMake, upkeepFacts } from './permission.ts'
import type { ChannelRecord } from './records.ts'

type Rename = IntentOf<'channel.rename'>
type Describe = IntentOf<'channel.describe'>
type Archive = IntentOf<'channel.archive'>
type Unarchive = IntentOf<'channel.unarchive'>
type Convert = IntentOf<'channel.convert'>
type Delete = IntentOf<'channel.delete'>

/**
 * Of what kind the channel is cannot be known before it is locked, so the directory, which only public ones stand in, is
 * locked for all: a hidden channel and one that is not there take the same locks.
 */
const lifeScope = (channel: string, at: Circumstances, facts: readonly FactKey[] = []): Scope => ({
  streams: [channel, DIRECTORY],
  facts: [...inChannelFacts(channel, at.actor), ...facts],
})

export const renameScope = ({ channel, name }: Rename, at: Circumstances): Scope =>
  lifeScope(channel, at, [...namesakes(normalizeChannelName(name)), ...ownNamesakes(at)])

/** Another name for a channel, or for a group: `{channel, name}`. The old one leads to it until somebody else takes it. */
export const rename = (
  facts: Facts,
  { channel: id, name: typed }: Rename,
  at: Circumstances,
): Verdict<'channel.rename'> => {
  const found = inChannel(facts, 'rename', id, at)
  if ('refused' in found) return found
  const { channel } = found
  const named = channel.kind === 'group' ? groupName(typed) : freeName(facts, typed, channel, at)
  if ('refused' in named) return named
  const { name, nameKey } = named
  if (name === channel.name) return { writes: [], ok: { channel: id, name } }
  const { actor: author, now } = at
  const renamed = { ...channel, name, nameKey }
  const told = line(facts.get('stream', id), { author, kind: 'renamed', data: { from: channel.name, to: name }, now })
  return {
    writes: [{ stream: id, table: 'channels', row: renamed }, ...directory(renamed), ...told.writes],
    counters: told.counters,
    keeps: channel.name === '' ? [] : [{ table: 'formerly', row: { channel: id, nameKey: channel.nameKey, at: now } }],
    ok: { channel: id, name },
  }
}

type Named = { name: string; nameKey: string }

/** A group is called as its people like, or by themselves again. */
const groupName = (typed: string): Named | Refused => {
  const name = normalizeUserName(typed)
  const fault = name === '' ? null : userNameFault(name)
  return fault ? { refused: fault } : { name, nameKey: '' }
}

/** The name as it is kept, where a channel of this kind may have it: its own it always may. */
const freeName = (facts: Facts, typed: string, { id, kind }: Pick<ChannelRecord, 'id' | 'kind'>, at: Circumstances) => {
  const name = normalizeChannelName(typed)
  const fault = channelNameFault(name)
  if (fault) return { refused: fault }
  const { nameKey, lookKey } = nameKeys(name)
  const others =
    kind === 'private'
      ? takenByOwn(facts, nameKey, at, id)
      : [facts.get('listingByName', nameKey), facts.get('listingByLook', lookKey)].find(
          listing => listing !== null && listing.id !== id,
        )
  return others ? channelTaken(others.name) : { name, nameKey }
}

/** What the directory shows of a public channel; of others it shows nothing. */
const directory = (channel: ChannelRecord): Write[] => (channel.kind === 'public' ? [listed(channel)] : [])

export const describeScope = ({ channel }: Describe, at: Circumstances): Scope => ({
  streams: [channel],
  facts: upkeepFacts(channel, at.actor, 'topic'),
})

/** What a channel is about: `{channel, topic, purpose}`. What is not said stays. */
export const describe = (facts: Facts, said: Describe, at: Circumstances): Verdict<'channel.describe'> => {
  const found = inChannel(facts, 'describe', said.channel, at)
  if ('refused' in found) return found
  const { channel } = found
  const topic = said.topic?.replace(/\s+/gu, ' ').trim() ?? channel.topic
  const purpose = said.purpose?.trim() ?? channel.purpose
  if (topic.length > TOPIC_CHARACTERS)
    return refuse('text_too_long', `A topic has at most ${TOPIC_CHARACTERS} characters.`, {
      reason: 'topic_long',
      limit: TOPIC_CHARACTERS,
    })
  if (purpose.length > PURPOSE_CHARACTERS)
    return refuse('text_too_long', `A purpose has at most ${PURPOSE_CHARACTERS} characters.`, {
      reason: 'purpose_long',
      limit: PURPOSE_CHARACTERS,
    })
  if (/\0/.test(topic + purpose) || !topic.isWellFormed() || !purpose.isWellFormed())
    return refuse('text_invalid', 'This text has characters that cannot be stored.', { reason: 'text_unstorable' })
  const ok = { channel: channel.id, topic, purpose }
  if (topic === channel.topic && purpose === channel.purpose) return { writes: [], ok }
  const { actor: author, now } = at
  const stream = facts.get('stream', channel.id)
  const told =
    topic === channel.topic
      ? line(stream, { author, kind: 'purpose', data: { purpose }, now })
      : line(stream, { author, kind: 'topic', data: { topic }, now })
  return {
    writes: [{ stream: channel.id, table: 'channels', row: { ...channel, topic, purpose } }, ...told.writes],
    counters: told.counters,
    ok,
  }
}

export const archiveScope = ({ channel }: Archive | Unarchive, at: Circumstances): Scope => lifeScope(channel, at)

/** Nobody writes there any more; it can be read, and found by browsing: `{channel}`. */
export const archive = (facts: Facts, intent: Archive, at: Circumstances): Verdict<'channel.archive'> =>
  setArchived(facts, intent.channel, at, 'archive')

/** As it was before: `{channel}`. */
export const unarchive = (facts: Facts, intent: Unarchive, at: Circumstances): Verdict<'channel.unarchive'> =>
  setArchived(facts, intent.channel, at, 'unarchive')

const setArchived = (
  facts: Facts,
  id: string,
  at: Circumstances,
  action: 'archive' | 'unarchive',
): (Omit<Decision, 'ok'> & { ok: { channel: string } }) | Refused => {
  const found = inChannel(facts, action, id, at)
  if ('refused' in found) return found
  const { channel } = found
  const archived = action === 'archive' ? 1 : null
  if (channel.archived === archived) return { writes: [], ok: { channel: id } }
  const { actor: author, now } = at
  const kind = action === 'archive' ? 'archived' : 'unarchived'
  const told = line(facts.get('stream', id), { author, kind, data: {}, now })
  const changed = { ...channel, archived } as const
  return {
    writes: [{ stream: id, table: 'channels', row: changed }, ...directory(changed), ...told.writes],
    counters: told.counters,
    ok: { channel: id },
  }
}

export const convertScope = ({ channel, kind, name = '' }: Convert, at: Circumstances): Scope =>
  withOwnPlace(
    channel,
    at,
    lifeScope(channel, at, [
      ...makeFacts(kind, at.actor),
      ...namesakes(normalizeChannelName(name)),
      ...ownNamesakes(at),
    ]),
  )

/** The actor becomes an admin with what they do: their own page hears it by their place. */
const withOwnPlace = (channel: string, { actor }: Circumstances, { streams, facts }: Scope): Scope => ({
  streams: [...streams, actor],
  facts: [...facts, ['place', actor, channel]],
})

/**
 * Makes a public channel or a group private, or a private one public: `{channel, kind, name}`. A public channel keeps its
 * name when it is hidden; what gets a name that others see must give it, since it may be taken among them.
 */
export const convert = (facts: Facts, said: Convert, at: Circumstances): Verdict<'channel.convert'> => {
  const { channel: id, kind } = said
  const found = inChannel(facts, kind === 'private' ? 'hide' : 'publish', id, at)
  if ('refused' in found) return found
  const refused = mayNotMake(kind, facts, at.actor)
  if (refused) return { refused }
  const { channel, seat } = found
  const named = channel.kind === 'public' ? channel : freeName(facts, said.name ?? '', { id, kind }, at)
  if ('refused' in named) return named
  const { name, nameKey } = named
  const { actor: author, now } = at
  const newcomers = kind === 'private' ? null : channel.newcomers
  const changed = { ...channel, kind, name, nameKey, people: null, newcomers }
  const told = line(facts.get('stream', id), { author, kind: 'converted', data: { kind }, now })
  return {
    writes: [
      { stream: id, table: 'channels', row: changed },
      ...(channel.kind === 'public' ? [unlisted(channel)] : directory(changed)),
      // Somebody must look after what has become a channel.
      ...(channel.kind === 'group' && seat ? appointed(seat, facts.get('place', author, id), { admin: 1 }) : []),
      ...told.writes,
    ],
    counters: told.counters,
    // The set of people is free for another conversation.
    drops: channel.people === null ? [] : [{ table: 'directs', key: [directKey(channel.people)] }],
    ends: channel.kind === 'public' ? [{ watchers: id }] : [],
    ok: { channel: id, kind, name },
  }
}

/** A channel that the directory shows no more. Its keys there are what no name has, so that its name is free. */
const unlisted = ({ id, created }: ChannelRecord): Write => ({
  stream: DIRECTORY,
  table: 'listings',
  row: { id, name: '', nameKey: ` ${id}`, lookKey: ` ${id}`, created, newcomers: null, archived: null, gone: 1 },
})

export const deleteScope = ({ channel }: Delete, at: Circumstances): Scope => lifeScope(channel, at)

/**
 * Deletes a channel with everything in it, where its name is said with it: `{channel}`. From the acknowledgement on nobody
 * hears or finds it; a job ends the seats and places, and takes what was said from the disk.
 */
export const erase = (facts: Facts, { channel: id, name }: Delete, at: Circumstances): Verdict<'channel.delete'> => {
  const found = inChannel(facts, 'erase', id, at)
  if ('refused' in found) return found
  const { channel } = found
  if (normalizeChannelName(name) !== channel.name)
    return refuse('name_invalid', 'That is not the name of this channel.', { reason: 'name_differs' })
  const empty = {
    name: '',
    nameKey: '',
    topic: '',
    purpose: '',
    ...uncounted,
    people: null,
    newcomers: null,
    gone: 1,
  } as const
  return {
    writes: [
      { stream: id, table: 'channels', row: { ...channel, ...empty } },
      ...(channel.kind === 'public' ? [unlisted(channel)] : []),
    ],
    drops: [{ table: 'formerly', key: [id] }],
    keeps: [jobRow({ kind: 'empty', key: `empty ${id} 0`, due: at.now, data: id })],
    ends: [{ everybody: id }],
    ok: { channel: id },
  }
}
