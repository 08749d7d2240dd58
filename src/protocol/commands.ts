import * as z from 'zod/mini'
import { ChannelId, ChannelRef, ClientId, Rev, Seq, StreamId, Ts, UserId } from './ids.ts'
import { PAGE_MESSAGES, PRESENCE_PER_SOCKET, USERS_PER_QUESTION } from './limits.ts'

/** What clients may say, by the name after `do`. Only types are checked here; rules about texts and names are the domain's. */

/** With a `clientId` a command is decided once, however often it is sent (COMMIT-3). */
const durable = { clientId: z.optional(ClientId) }

/** They change rows. They end in `app.run`. */
export const commands = {
  'message.post': z.object({ channel: ChannelRef, clientId: ClientId, text: z.string() }),
  'channel.create': z.object({ name: z.string(), ...durable }),
  'channel.join': z.object({ channel: ChannelRef, ...durable }),
  'channel.leave': z.object({ channel: ChannelRef, ...durable }),
  'profile.rename': z.object({ name: z.string(), ...durable }),
  'read.mark': z.object({ channel: ChannelRef, seq: Seq, ...durable }),
} as const

/** They read. They end in `app.ask`. */
export const queries = {
  history: z.object({
    channel: ChannelRef,
    before: z.optional(Seq),
    limit: z.optional(z.int().check(z.minimum(1), z.maximum(PAGE_MESSAGES))),
  }),
  sync: z.object({
    epoch: z.string(),
    stream: StreamId,
    since: Rev,
    newest: z.optional(z.object({ seq: Seq, ts: Ts })),
  }),
  users: z.object({ ids: z.array(UserId).check(z.maxLength(USERS_PER_QUESTION)) }),
  places: z.object({ after: z.optional(ChannelId) }),
} as const

/** They concern the socket they come through, or are signals: nothing is stored. */
export const signals = {
  typing: z.object({ channel: ChannelRef }),
  presence: z.object({ users: z.array(UserId).check(z.maxLength(PRESENCE_PER_SOCKET)) }),
  watch: z.object({ channel: ChannelRef }),
  unwatch: z.object({ channel: ChannelRef }),
  ping: z.object({ id: z.optional(z.int()) }),
} as const

export const inbound = { ...commands, ...queries, ...signals } as const

export type CommandName = keyof typeof commands
export type QueryName = keyof typeof queries
export type SignalName = keyof typeof signals
export type InboundName = keyof typeof inbound

type Said<T extends Record<string, z.ZodMiniType>> = { [K in keyof T]: { do: K } & z.infer<T[K]> }[keyof T]

/** What a frame with this name says besides it. */
export type Fields<N extends InboundName> = z.infer<(typeof inbound)[N]>

export type Command = Said<typeof commands>
export type Query = Said<typeof queries>
export type Signal = Said<typeof signals>
export type Inbound = Command | Query | Signal
