import * as z from 'zod/mini'
import { ChannelFacts, PlaceFacts } from './frames.ts'
import { ChannelId, ChannelRef, ClientId, EmojiName, Millis, Rev, Seq, StreamId, Ts, UserId } from './ids.ts'
import {
  MOST_BROWSED,
  PAGE_MESSAGES,
  PEOPLE_PER_INVITATION,
  PEOPLE_PER_QUESTION,
  PLACES_PER_QUESTION,
  PRESENCE_PER_SOCKET,
  QUERY_CHARACTERS,
  USERS_PER_QUESTION,
} from './limits.ts'
import { PreferenceName, PreferenceValue } from './preferences.ts'
import { ChannelRow, MarkRow, MessageRow, ReactionRow, Row, SeatRow, UserRow } from './rows.ts'
import { OwnSectionId, SectionId, SectionSort } from './sections.ts'

/**
 * Everything that clients may say, by the name after `do`, with what is answered. Only types are checked here: rules
 * about texts and names are the domain's. Who may say it, how often, and which rule decides it stands under the same
 * name in `app/commands.ts`, `app/questions.ts` and `app/signals.ts`.
 */

/**
 * What clients say is parsed by the server alone: the page's bundle drops all calls of this with what is in them (`bin/build.ts`),
 * which takes 2 kB off what a browser has to fetch first.
 */
const serverReads = <S extends z.ZodMiniType>(schema: S): S => schema

/** With a `clientId` a command is decided once, however often it is sent (COMMIT-3); its answer then has `duplicate`. */
const durable = { clientId: z.optional(ClientId) }

const Role = z.enum(['owner', 'admin', 'member'])

/** They change rows. They end in `app.run`. */
export const commands = {
  'message.post': {
    said: serverReads(z.object({ channel: ChannelRef, clientId: ClientId, text: z.string() })),
    answered: z.object({ seq: z.int(), ts: z.string() }),
  },
  'message.edit': {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, text: z.string(), base: z.optional(Rev), ...durable })),
    answered: z.object({ seq: z.int(), rev: Rev }),
  },
  'message.delete': {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, ...durable })),
    answered: z.object({ seq: z.int() }),
  },
  'reaction.add': {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, name: EmojiName, ...durable })),
    answered: z.object({ count: z.int() }),
  },
  'reaction.remove': {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, name: EmojiName, ...durable })),
    answered: z.object({ count: z.int() }),
  },
  'channel.create': {
    said: serverReads(z.object({ name: z.string(), private: z.optional(z.boolean()), ...durable })),
    answered: z.object({ channel: ChannelId, name: z.string() }),
  },
  'direct.open': {
    said: serverReads(z.object({ users: z.array(UserId).check(z.maxLength(USERS_PER_QUESTION)), ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'direct.close': {
    said: serverReads(z.object({ channel: ChannelRef, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.join': {
    said: serverReads(z.object({ channel: ChannelRef, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.leave': {
    said: serverReads(z.object({ channel: ChannelRef, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.invite': {
    said: serverReads(
      z.object({
        channel: ChannelRef,
        users: z.array(UserId).check(z.minLength(1), z.maxLength(PEOPLE_PER_INVITATION)),
        ...durable,
      }),
    ),
    answered: z.object({ channel: ChannelId, added: z.array(UserId) }),
  },
  'channel.remove': {
    said: serverReads(z.object({ channel: ChannelRef, user: UserId, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.admin': {
    said: serverReads(z.object({ channel: ChannelRef, user: UserId, admin: z.boolean(), ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.rename': {
    said: serverReads(z.object({ channel: ChannelRef, name: z.string(), ...durable })),
    answered: z.object({ channel: ChannelId, name: z.string() }),
  },
  'channel.describe': {
    said: serverReads(
      z.object({ channel: ChannelRef, topic: z.optional(z.string()), purpose: z.optional(z.string()), ...durable }),
    ),
    answered: z.object({ channel: ChannelId, topic: z.string(), purpose: z.string() }),
  },
  'channel.archive': {
    said: serverReads(z.object({ channel: ChannelRef, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.unarchive': {
    said: serverReads(z.object({ channel: ChannelRef, ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'channel.convert': {
    said: serverReads(
      z.object({
        channel: ChannelRef,
        kind: z.enum(['public', 'private']),
        name: z.optional(z.string()),
        ...durable,
      }),
    ),
    answered: z.object({ channel: ChannelId, kind: z.enum(['public', 'private']), name: z.string() }),
  },
  'channel.delete': {
    said: serverReads(z.object({ channel: ChannelRef, name: z.string(), ...durable })),
    answered: z.object({ channel: ChannelId }),
  },
  'profile.rename': {
    said: serverReads(z.object({ name: z.string(), ...durable })),
    answered: z.object({ name: z.string() }),
  },
  'profile.edit': {
    said: z.object({
      handle: z.optional(z.string()),
      fullName: z.optional(z.string()),
      pronouns: z.optional(z.string()),
      title: z.optional(z.string()),
      zone: z.optional(z.string()),
      ...durable,
    }),
    answered: z.object({
      handle: z.string(),
      fullName: z.string(),
      pronouns: z.string(),
      title: z.string(),
      zone: z.string(),
    }),
  },
  'user.role': {
    said: z.object({ user: UserId, role: Role, ...durable }),
    answered: z.object({ user: UserId, role: Role }),
  },
  'preference.set': {
    said: serverReads(z.object({ name: PreferenceName, value: PreferenceValue, ...durable })),
    answered: z.object({ name: PreferenceName, value: PreferenceValue }),
  },
  'place.arrange': {
    said: serverReads(
      z.object({
        channel: ChannelRef,
        star: z.optional(z.boolean()),
        mute: z.optional(z.boolean()),
        section: z.optional(z.nullable(OwnSectionId)),
        ...durable,
      }),
    ),
    answered: z.object({ channel: ChannelId }),
  },
  'section.set': {
    said: serverReads(
      z.object({
        section: SectionId,
        name: z.optional(z.string()),
        rank: z.optional(z.int().check(z.minimum(0))),
        folded: z.optional(z.boolean()),
        sort: z.optional(SectionSort),
        unread: z.optional(z.boolean()),
        gone: z.optional(z.boolean()),
        ...durable,
      }),
    ),
    answered: z.object({ section: SectionId }),
  },
  'read.mark': {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, ...durable })),
    answered: z.object({ read: z.int() }),
  },
} as const

/** They read. They end in `app.ask`. */
export const queries = {
  history: {
    said: serverReads(
      z.object({
        channel: ChannelRef,
        before: z.optional(Seq),
        limit: z.optional(z.int().check(z.minimum(1), z.maximum(PAGE_MESSAGES))),
      }),
    ),
    answered: z.object({
      /** With the newest page: the channel's own row. */
      about: z.optional(ChannelRow),
      rows: z.array(MessageRow),
      beside: z.optional(z.array(ReactionRow)),
      users: z.array(UserRow),
      from: z.optional(z.int()),
      to: z.optional(z.int()),
      more: z.boolean(),
      own: z.optional(z.object({ rev: Rev, rows: z.array(MarkRow) })),
    }),
  },
  sync: {
    said: serverReads(
      z.object({
        epoch: z.string(),
        stream: StreamId,
        since: Rev,
        newest: z.optional(z.object({ seq: Seq, ts: Ts })),
        whole: z.optional(z.boolean()),
      }),
    ),
    answered: z.object({
      reset: z.optional(z.literal(true)),
      epoch: z.optional(z.string()),
      stream: StreamId,
      since: Rev,
      rev: Rev,
      rows: z.array(Row),
      from: z.optional(z.int()),
      to: z.optional(z.int()),
      more: z.boolean(),
    }),
  },
  versions: {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq })),
    answered: z.object({ versions: z.array(z.object({ text: z.string(), at: Millis })) }),
  },
  reactors: {
    said: serverReads(z.object({ channel: ChannelRef, seq: Seq, name: EmojiName })),
    answered: z.object({ users: z.array(UserId), rows: z.array(UserRow) }),
  },
  own: {
    said: serverReads(z.object({ channel: ChannelRef, from: Seq, to: Seq, since: Rev })),
    answered: z.object({ rev: Rev, rows: z.array(MarkRow), more: z.boolean() }),
  },
  users: {
    said: serverReads(z.object({ ids: z.array(UserId).check(z.maxLength(USERS_PER_QUESTION)) })),
    answered: z.object({ rows: z.array(UserRow) }),
  },
  people: {
    said: serverReads(
      z.object({
        query: z.string().check(z.maxLength(QUERY_CHARACTERS)),
        channel: z.optional(ChannelRef),
        limit: z.optional(z.int().check(z.minimum(1), z.maximum(PEOPLE_PER_QUESTION))),
      }),
    ),
    answered: z.object({ rows: z.array(UserRow), members: z.int() }),
  },
  audience: {
    said: serverReads(z.object({ channel: ChannelRef })),
    answered: z.object({ members: z.int(), zones: z.array(z.string()) }),
  },
  members: {
    said: serverReads(
      z.object({
        channel: ChannelRef,
        query: z.optional(z.string().check(z.maxLength(QUERY_CHARACTERS))),
        after: z.optional(UserId),
      }),
    ),
    answered: z.object({ seats: z.array(SeatRow), users: z.array(UserRow), count: z.int(), more: z.boolean() }),
  },
  channels: {
    said: serverReads(
      z.object({
        query: z.optional(z.string().check(z.maxLength(QUERY_CHARACTERS))),
        sort: z.optional(z.enum(['name', 'members', 'activity', 'newest'])),
        after: z.optional(z.int().check(z.minimum(0), z.maximum(MOST_BROWSED))),
        archived: z.optional(z.boolean()),
      }),
    ),
    answered: z.object({ channels: z.array(ChannelFacts), more: z.boolean() }),
  },
  places: {
    said: serverReads(
      z.object({
        after: z.optional(ChannelId),
        channels: z.optional(z.array(ChannelId).check(z.maxLength(PLACES_PER_QUESTION))),
      }),
    ),
    answered: z.object({ places: z.array(PlaceFacts), more: z.boolean() }),
  },
} as const

/** They concern the socket they come through, or are signals: nothing is stored. */
export const signals = {
  typing: { said: serverReads(z.object({ channel: ChannelRef })), answered: z.object({}) },
  presence: {
    said: serverReads(z.object({ users: z.array(UserId).check(z.maxLength(PRESENCE_PER_SOCKET)) })),
    answered: z.object({ online: z.array(UserId) }),
  },
  watch: { said: serverReads(z.object({ channel: ChannelRef })), answered: z.object({ stream: StreamId, rev: Rev }) },
  unwatch: { said: serverReads(z.object({ channel: ChannelRef })), answered: z.object({}) },
  ping: { said: serverReads(z.object({ id: z.optional(z.int()) })), answered: z.object({}) },
} as const

export const inbound = { ...commands, ...queries, ...signals } as const

export type CommandName = keyof typeof commands
export type QueryName = keyof typeof queries
export type SignalName = keyof typeof signals
export type InboundName = keyof typeof inbound

/** What a frame with this name says besides it. */
export type Fields<N extends InboundName> = z.infer<(typeof inbound)[N]['said']>

export type Answers = { [N in InboundName]: z.infer<(typeof inbound)[N]['answered']> }

/** What is said under a name, as one frame. */
export type Said<N extends InboundName> = { do: N } & Fields<N>

export type Command = { [N in CommandName]: Said<N> }[CommandName]
export type Query = { [N in QueryName]: Said<N> }[QueryName]
type Signal = { [N in SignalName]: Said<N> }[SignalName]
export type Inbound = Command | Query | Signal
