import * as v from 'valibot'
import { ChannelId, ClientId, UserGroupId, UserId } from './ids.ts'
import {
  CHANNELS_PER_SHARED_SECTION,
  CHANNELS_PER_USER_GROUP,
  PEOPLE_PER_GROUPING,
  QUERY_CHARACTERS,
} from './limits.ts'
import { Int } from './numbers.ts'
import { UserRow } from './rows.ts'
import { SharedSectionId } from './sections.ts'
import { serverReads } from './server-reads.ts'

/** What is said about user groups and about sections for everybody, as in `commands.ts`. */

const durable = { clientId: v.optional(ClientId) }
const channels = (most: number) => v.optional(v.pipe(v.array(ChannelId), v.maxLength(most)))
const people = v.optional(v.pipe(v.array(UserId), v.maxLength(PEOPLE_PER_GROUPING)))

export const teamCommands = {
  'section.share': {
    said: serverReads(
      v.object({
        section: v.optional(SharedSectionId),
        name: v.optional(v.string()),
        rank: v.optional(v.pipe(Int, v.minValue(0))),
        channels: channels(CHANNELS_PER_SHARED_SECTION),
        gone: v.optional(v.boolean()),
        ...durable,
      }),
    ),
    answered: v.object({ section: SharedSectionId }),
  },
  'usergroup.set': {
    said: serverReads(
      v.object({
        group: v.optional(UserGroupId),
        name: v.optional(v.string()),
        handle: v.optional(v.string()),
        description: v.optional(v.string()),
        channels: channels(CHANNELS_PER_USER_GROUP),
        gone: v.optional(v.boolean()),
        ...durable,
      }),
    ),
    answered: v.object({ group: UserGroupId, handle: v.string() }),
  },
  'usergroup.members': {
    said: serverReads(v.object({ group: UserGroupId, add: people, remove: people, ...durable })),
    answered: v.object({ group: UserGroupId, added: Int, removed: Int }),
  },
} as const

export const teamQueries = {
  grouped: {
    said: serverReads(
      v.object({
        group: UserGroupId,
        query: v.optional(v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS))),
        after: v.optional(UserId),
      }),
    ),
    answered: v.object({ users: v.array(UserRow), count: Int, more: v.boolean() }),
  },
  roster: {
    said: serverReads(
      v.object({
        query: v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS)),
        after: v.optional(v.pipe(v.string(), v.regex(/^\S{1,120} U[A-Z0-9]{8,20}$/))),
      }),
    ),
    answered: v.object({ rows: v.array(UserRow), next: v.optional(v.string()) }),
  },
  usergroups: {
    said: serverReads(v.object({ user: UserId })),
    answered: v.object({ groups: v.array(UserGroupId) }),
  },
} as const
