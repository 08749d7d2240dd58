import * as z from 'zod/mini'
import { CLIENT_ID_CHARACTERS } from './limits.ts'
import { CHANNEL_ID, DIRECTORY, PEOPLE } from './streams.ts'

/** Ids look like Slack's: a letter that says the kind, then capitals and digits. */
const id = (letter: string) => z.string().check(z.regex(new RegExp(`^${letter}[A-Z0-9]{8,20}$`)))

export const UserId = id('U')
/** Public and private channels are `C…`, conversations of two `D…`, of a few people `G…`. */
export const ChannelId = z.string().check(z.regex(CHANNEL_ID))
export const WorkspaceId = id('T')
export const SessionId = id('S')

/** Every stream but the two that are there once is named by the id of what it belongs to. */
export const StreamId = z.union([z.literal(DIRECTORY), z.literal(PEOPLE), ChannelId, UserId, WorkspaceId])

/** Texts to look up have no control characters and no lone surrogates: no database stores those unchanged. */
const STORABLE = /^[^\p{Cc}\p{Cs}]*$/u

export const ClientId = z.string().check(z.minLength(1), z.maxLength(CLIENT_ID_CHARACTERS), z.regex(STORABLE))

/** A channel as people and programs name it: its id, or `#name`. Resolved at the door, never further in. */
export const ChannelRef = z.string().check(z.minLength(2), z.maxLength(200), z.regex(STORABLE))

/** Slack's short name of an emoji, with a skin tone where one was chosen: `+1`, `tada`, `wave::skin-tone-3`. */
export const EmojiName = z.string().check(z.regex(/^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/))

export const Rev = z.int().check(z.minimum(0))
export const Seq = z.int().check(z.minimum(1))

/** Slack's message id: seconds.microseconds since 1970. */
export const Ts = z.string().check(z.regex(/^\d{1,11}\.\d{6}$/))

/** Milliseconds since 1970. */
export const Millis = z.int()
