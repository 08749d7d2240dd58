import * as v from 'valibot'

import { besideCommands } from './beside-commands.ts'
import { doorCommands, doorQueries } from './door-commands.ts'

import { ChannelFacts, PlaceFacts } from './frames.ts'
import { ChannelId, ChannelRef, ClientId, EmojiName, FileId, Millis, Rev, Seq, StreamId, Ts, UserId } from './ids.ts'
import {
  ALT_CHARACTERS,
  FILES_PER_HOLD,
  FILES_PER_MESSAGE,
  MOST_BROWSED,
  PAGE_MESSAGES,
  PEOPLE_PER_INVITATION,
  PEOPLE_PER_QUESTION,
  PLACES_PER_QUESTION,
  PRESENCE_PER_SOCKET,
  QUERY_CHARACTERS,
  USERS_PER_QUESTION,
} from './limits.ts'
import { Int } from './numbers.ts'
import { policyNames } from './policies.ts'
import { PreferenceName, PreferenceValue } from './preferences.ts'
import {
  ChannelRow,
  FileRow,
  MessageRow,
  NoticeLevel,
  OwnBesideRow,
  PolicyRow,
  Posting,
  PreviewRow,
  ReactionRow,
  Row,
  SeatRow,
  UserRow,
} from './rows.ts'

import { PlaceSection, SectionId, SectionSort } from './sections.ts'
import { serverReads } from './server-reads.ts'
import { teamCommands, teamQueries } from './team-commands.ts'

/**
 * Everything that clients may say, by the name after `do`, with what is answered. Only types are checked here: rules
 * about texts and names are the domain's. Who may say it, how often, and which rule decides it stands under the same
 * name in `app/commands.ts`, `app/questions.ts` and `app/signals.ts`.
 */

/** With a `clientId` a command is decided once, however often it is sent (COMMIT-3); its answer then has `duplicate`. */
const durable = { clientId: v.optional(ClientId) }

/** A file that was uploaded for the channel, with what it shows to those who cannot see it. */
const Sent = serverReads(
  v.union([FileId, v.object({ id: FileId, alt: v.optional(v.pipe(v.string(), v.maxLength(ALT_CHARACTERS))) })]),
)

const Role = v.picklist(['owner', 'admin', 'member', 'guest'])

/** What is done to a channel as a whole. */
const onChannel = {
  said: serverReads(v.object({ channel: ChannelRef, ...durable })),
  answered: v.object({ channel: ChannelId }),
}

/** They change rows. They end in `app.run`. */
export const commands = {
  'message.post': {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        clientId: ClientId,
        text: v.string(),
        files: v.optional(v.pipe(v.array(Sent), v.maxLength(FILES_PER_MESSAGE))),
      }),
    ),
    answered: v.object({ seq: Int, ts: v.string() }),
  },
  'message.edit': {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, text: v.string(), base: v.optional(Rev), ...durable })),
    answered: v.object({ seq: Int, rev: Rev }),
  },
  'message.delete': {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, ...durable })),
    answered: v.object({ seq: Int }),
  },
  'file.hold': {
    said: serverReads(v.object({ files: v.pipe(v.array(FileId), v.maxLength(FILES_PER_HOLD)), ...durable })),
    answered: v.object({ files: v.array(FileId) }),
  },
  ...besideCommands,
  'channel.create': {
    said: serverReads(v.object({ name: v.string(), private: v.optional(v.boolean()), ...durable })),
    answered: v.object({ channel: ChannelId, name: v.string() }),
  },
  'direct.open': {
    said: serverReads(v.object({ users: v.pipe(v.array(UserId), v.maxLength(USERS_PER_QUESTION)), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'direct.close': onChannel,
  'channel.join': onChannel,
  'channel.leave': onChannel,
  'channel.invite': {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        users: v.pipe(v.array(UserId), v.minLength(1), v.maxLength(PEOPLE_PER_INVITATION)),
        /** The message that named them when they had no seat: it is for them now. */
        seq: v.optional(Seq),
        ...durable,
      }),
    ),
    answered: v.object({ channel: ChannelId, added: v.array(UserId), later: v.optional(Int) }),
  },
  'channel.remove': {
    said: serverReads(v.object({ channel: ChannelRef, user: UserId, ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'channel.admin': {
    said: serverReads(v.object({ channel: ChannelRef, user: UserId, admin: v.boolean(), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'channel.posting': {
    said: serverReads(v.object({ channel: ChannelRef, who: v.union([v.literal('everybody'), Posting]), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'channel.voice': {
    said: serverReads(v.object({ channel: ChannelRef, user: UserId, posts: v.boolean(), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'channel.newcomers': {
    said: serverReads(v.object({ channel: ChannelRef, newcomers: v.boolean(), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'channel.rename': {
    said: serverReads(v.object({ channel: ChannelRef, name: v.string(), ...durable })),
    answered: v.object({ channel: ChannelId, name: v.string() }),
  },
  'channel.describe': {
    said: serverReads(
      v.object({ channel: ChannelRef, topic: v.optional(v.string()), purpose: v.optional(v.string()), ...durable }),
    ),
    answered: v.object({ channel: ChannelId, topic: v.string(), purpose: v.string() }),
  },
  'channel.archive': onChannel,
  'channel.unarchive': onChannel,
  'channel.convert': {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        kind: v.picklist(['public', 'private']),
        name: v.optional(v.string()),
        ...durable,
      }),
    ),
    answered: v.object({ channel: ChannelId, kind: v.picklist(['public', 'private']), name: v.string() }),
  },
  'channel.delete': {
    said: serverReads(v.object({ channel: ChannelRef, name: v.string(), ...durable })),
    answered: v.object({ channel: ChannelId }),
  },
  'profile.rename': {
    said: serverReads(v.object({ name: v.string(), ...durable })),
    answered: v.object({ name: v.string() }),
  },
  'profile.edit': {
    said: serverReads(
      v.object({
        handle: v.optional(v.string()),
        fullName: v.optional(v.string()),
        pronouns: v.optional(v.string()),
        title: v.optional(v.string()),
        zone: v.optional(v.string()),
        ...durable,
      }),
    ),
    answered: v.object({
      handle: v.string(),
      fullName: v.string(),
      pronouns: v.string(),
      title: v.string(),
      zone: v.string(),
    }),
  },
  'user.role': {
    said: serverReads(v.object({ user: UserId, role: Role, ...durable })),
    answered: v.object({ user: UserId, role: Role }),
  },
  'preference.set': {
    said: serverReads(v.object({ name: PreferenceName, value: PreferenceValue, ...durable })),
    answered: v.object({ name: PreferenceName, value: PreferenceValue }),
  },
  'policy.set': {
    said: serverReads(v.object({ name: v.picklist(policyNames), value: PolicyRow.entries.value, ...durable })),
    answered: v.object({ name: v.string(), value: PolicyRow.entries.value }),
  },
  'place.arrange': {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        star: v.optional(v.boolean()),
        mute: v.optional(v.boolean()),
        section: v.optional(v.nullable(PlaceSection)),
        level: v.optional(v.nullable(NoticeLevel)),
        ...durable,
      }),
    ),
    answered: v.object({ channel: ChannelId }),
  },
  'section.set': {
    said: serverReads(
      v.object({
        section: SectionId,
        name: v.optional(v.string()),
        rank: v.optional(v.pipe(Int, v.minValue(0))),
        folded: v.optional(v.boolean()),
        sort: v.optional(SectionSort),
        unread: v.optional(v.boolean()),
        hidden: v.optional(v.boolean()),
        gone: v.optional(v.boolean()),
        ...durable,
      }),
    ),
    answered: v.object({ section: SectionId }),
  },
  'read.mark': {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, ...durable })),
    answered: v.object({ read: Int }),
  },
  ...teamCommands,
  ...doorCommands,
} as const

/** A whole type (`application/pdf`), or its first half (`image`). */
const FileType = serverReads(v.pipe(v.string(), v.regex(/^[a-z]{1,20}(\/[a-z0-9.+-]{1,100})?$/)))
/** The `next` of the page before. */
const FilesAfter = serverReads(v.pipe(v.string(), v.regex(/^\d{1,16}-(F[A-Z0-9]{8,20})?$/)))

/** They read. They end in `app.ask`. */
export const queries = {
  history: {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        before: v.optional(Seq),
        limit: v.optional(v.pipe(Int, v.minValue(1), v.maxValue(PAGE_MESSAGES))),
      }),
    ),
    answered: v.object({
      /** With the newest page: the channel's own row. */
      about: v.optional(ChannelRow),
      rows: v.array(MessageRow),
      beside: v.optional(v.array(v.variant('row', [ReactionRow, FileRow, PreviewRow]))),
      users: v.array(UserRow),
      from: v.optional(Int),
      to: v.optional(Int),
      more: v.boolean(),
      own: v.optional(v.object({ rev: Rev, rows: v.array(OwnBesideRow) })),
    }),
  },
  sync: {
    said: serverReads(
      v.object({
        epoch: v.string(),
        stream: StreamId,
        since: Rev,
        newest: v.optional(v.object({ seq: Seq, ts: Ts })),
        whole: v.optional(v.boolean()),
      }),
    ),
    answered: v.object({
      reset: v.optional(v.literal(true)),
      epoch: v.optional(v.string()),
      stream: StreamId,
      since: Rev,
      rev: Rev,
      rows: v.array(Row),
      from: v.optional(Int),
      to: v.optional(Int),
      more: v.boolean(),
    }),
  },
  versions: {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq })),
    answered: v.object({ versions: v.array(v.object({ text: v.string(), at: Millis })) }),
  },
  reactors: {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, name: EmojiName })),
    answered: v.object({ users: v.array(UserId), rows: v.array(UserRow) }),
  },
  files: {
    said: serverReads(
      v.object({
        channel: v.optional(ChannelRef),
        type: v.optional(FileType),
        user: v.optional(UserId),
        after: v.optional(FilesAfter),
      }),
    ),
    answered: v.object({
      files: v.array(v.object({ ...FileRow.entries, channel: ChannelId, ts: Ts, author: UserId })),
      users: v.array(UserRow),
      more: v.boolean(),
      next: v.optional(v.string()),
    }),
  },
  own: {
    said: serverReads(v.object({ channel: ChannelRef, from: Seq, to: Seq, since: Rev })),
    answered: v.object({ rev: Rev, rows: v.array(OwnBesideRow), more: v.boolean() }),
  },
  users: {
    said: serverReads(v.object({ ids: v.pipe(v.array(UserId), v.maxLength(USERS_PER_QUESTION)) })),
    answered: v.object({ rows: v.array(UserRow) }),
  },
  people: {
    said: serverReads(
      v.object({
        query: v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS)),
        channel: v.optional(ChannelRef),
        limit: v.optional(v.pipe(Int, v.minValue(1), v.maxValue(PEOPLE_PER_QUESTION))),
      }),
    ),
    answered: v.object({ rows: v.array(UserRow), members: Int }),
  },
  audience: {
    said: serverReads(v.object({ channel: ChannelRef })),
    answered: v.object({ members: Int, zones: v.array(v.string()) }),
  },
  members: {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        query: v.optional(v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS))),
        after: v.optional(UserId),
      }),
    ),
    answered: v.object({ seats: v.array(SeatRow), users: v.array(UserRow), count: Int, more: v.boolean() }),
  },
  channels: {
    said: serverReads(
      v.object({
        query: v.optional(v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS))),
        sort: v.optional(v.picklist(['name', 'members', 'activity', 'newest'])),
        after: v.optional(v.pipe(Int, v.minValue(0), v.maxValue(MOST_BROWSED))),
        archived: v.optional(v.boolean()),
      }),
    ),
    answered: v.object({ channels: v.array(ChannelFacts), more: v.boolean() }),
  },
  abandoned: {
    said: serverReads(v.object({})),
    answered: v.object({ channels: v.array(v.object({ created: Millis, posts: Int, moved: Int })) }),
  },
  places: {
    said: serverReads(
      v.object({
        after: v.optional(ChannelId),
        channels: v.optional(v.pipe(v.array(ChannelId), v.maxLength(PLACES_PER_QUESTION))),
      }),
    ),
    answered: v.object({ places: v.array(PlaceFacts), more: v.boolean() }),
  },
  ...teamQueries,
  ...doorQueries,
} as const

/** They concern the socket they come through, or are signals: nothing is stored. */
export const signals = {
  typing: { said: serverReads(v.object({ channel: ChannelRef })), answered: v.object({}) },
  presence: {
    said: serverReads(v.object({ users: v.pipe(v.array(UserId), v.maxLength(PRESENCE_PER_SOCKET)) })),
    answered: v.object({ online: v.array(UserId) }),
  },
  watch: { said: serverReads(v.object({ channel: ChannelRef })), answered: v.object({ stream: StreamId, rev: Rev }) },
  unwatch: { said: serverReads(v.object({ channel: ChannelRef })), answered: v.object({}) },
  ping: { said: serverReads(v.object({ id: v.optional(Int) })), answered: v.object({}) },
} as const

export const inbound = { ...commands, ...queries, ...signals } as const

export type CommandName = keyof typeof commands
export type QueryName = keyof typeof queries
export type SignalName = keyof typeof signals
export type InboundName = keyof typeof inbound

/** What a frame with this name says besides it. */
export type Fields<N extends InboundName> = v.InferOutput<(typeof inbound)[N]['said']>

export type Answers = { [N in InboundName]: v.InferOutput<(typeof inbound)[N]['answered']> }

/** What is said under a name, as one frame. */
export type Said<N extends InboundName> = { do: N } & Fields<N>

export type Command = { [N in CommandName]: Said<N> }[CommandName]
export type Query = { [N in QueryName]: Said<N> }[QueryName]
type Signal = { [N in SignalName]: Said<N> }[SignalName]
export type Inbound = Command | Query | Signal
