import * as v from 'valibot'
import { ChannelId, ClientId, InvitationId, Millis, SessionId, UserId } from './ids.ts'
import { CHANNELS_PER_INVITATION, QUERY_CHARACTERS } from './limits.ts'
import { Int } from './numbers.ts'
import { UserRow } from './rows.ts'
import { serverReads } from './server-reads.ts'

/** What is said about who comes in and who goes, as in `commands.ts`. */

const durable = { clientId: v.optional(ClientId) }
const nothing = v.object({})
const someUser = v.object({ user: UserId })
const moment = v.nullable(Millis)

export const doorCommands = {
  /** Without a `clientId`, since the outcome of a durable command is kept, and the secret must not be. */
  'invitation.create': {
    said: serverReads(
      v.object({
        role: v.optional(v.picklist(['member', 'guest'])),
        channels: v.optional(v.pipe(v.array(ChannelId), v.maxLength(CHANNELS_PER_INVITATION))),
        days: v.optional(v.pipe(Int, v.minValue(1))),
        uses: v.optional(v.pipe(Int, v.minValue(1))),
      }),
    ),
    answered: v.object({ invitation: InvitationId, until: moment, secret: v.optional(v.string()) }),
  },
  'invitation.revoke': {
    said: serverReads(v.object({ invitation: InvitationId, ...durable })),
    answered: v.object({ invitation: InvitationId }),
  },
  'session.end': {
    said: serverReads(v.object({ session: SessionId, user: v.optional(UserId), ...durable })),
    answered: nothing,
  },
  'session.endOthers': {
    said: serverReads(v.object({ keep: SessionId, ...durable })),
    answered: v.object({ ended: Int }),
  },
  'user.deactivate': {
    said: serverReads(v.object({ user: UserId, ban: v.optional(v.boolean()), ...durable })),
    answered: someUser,
  },
  'user.reactivate': { said: serverReads(v.object({ user: UserId, ...durable })), answered: someUser },
  'workspace.set': {
    said: serverReads(v.object({ name: v.optional(v.string()), accent: v.optional(v.string()), ...durable })),
    answered: v.object({ name: v.string(), accent: v.string() }),
  },
} as const

export const doorQueries = {
  sessions: {
    said: serverReads(v.object({ user: v.optional(UserId) })),
    answered: v.object({
      sessions: v.array(
        v.object({
          session: SessionId,
          device: v.string(),
          created: Millis,
          /** When and from which network it was used last. */
          seen: v.optional(Millis),
          network: v.optional(v.string()),
          /** It is that of the asker. */
          current: v.optional(v.literal(true)),
        }),
      ),
    }),
  },
  invitations: {
    said: serverReads(v.object({ after: v.optional(InvitationId) })),
    answered: v.object({
      invitations: v.array(
        v.object({
          invitation: InvitationId,
          creator: UserId,
          role: v.picklist(['member', 'guest']),
          channels: v.array(ChannelId),
          created: Millis,
          until: moment,
          most: v.nullable(Int),
          used: Int,
          withdrawn: moment,
        }),
      ),
      more: v.boolean(),
    }),
  },
  accounts: {
    said: serverReads(
      v.object({ query: v.optional(v.pipe(v.string(), v.maxLength(QUERY_CHARACTERS))), after: v.optional(UserId) }),
    ),
    answered: v.object({
      people: v.array(v.object({ user: UserRow, created: Millis, seen: v.optional(Millis) })),
      more: v.boolean(),
    }),
  },
} as const
