import * as v from 'valibot'
import { CLIENT_ID_CHARACTERS } from './limits.ts'
import { Int } from './numbers.ts'
import { CHANNEL_ID, DIRECTORY, PEOPLE } from './streams.ts'

/** Ids look like Slack's: a letter that says the kind, then capitals and digits. */
const id = (letter: string) => v.pipe(v.string(), v.regex(new RegExp(`^${letter}[A-Z0-9]{8,20}$`)))

export const UserId = id('U')
/** Public and private channels are `C…`, conversations of two `D…`, of a few people `G…`. */
export const ChannelId = v.pipe(v.string(), v.regex(CHANNEL_ID))
export const WorkspaceId = id('T')
export const SessionId = id('S')
export const FileId = id('F')
/** Of a user group, as Slack's are. */
export const UserGroupId = id('S')
export const InvitationId = id('I')

/** Every stream but the two that are there once is named by the id of what it belongs to. */
export const StreamId = v.union([v.literal(DIRECTORY), v.literal(PEOPLE), ChannelId, UserId, WorkspaceId])

/** Texts to look up have no control characters and no lone surrogates: no database stores those unchanged. */
const STORABLE = /^[^\p{Cc}\p{Cs}]*$/u

export const ClientId = v.pipe(v.string(), v.minLength(1), v.maxLength(CLIENT_ID_CHARACTERS), v.regex(STORABLE))

/** A channel as people and programs name it: its id, or `#name`. Resolved at the door, never further in. */
export const ChannelRef = v.pipe(v.string(), v.minLength(2), v.maxLength(200), v.regex(STORABLE))

/** Slack's short name of an emoji, with a skin tone where one was chosen: `+1`, `tada`, `wave::skin-tone-3`. */
export const EmojiName = v.pipe(v.string(), v.regex(/^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/))

export const Rev = v.pipe(Int, v.minValue(0))
export const Seq = v.pipe(Int, v.minValue(1))

/** Slack's message id: seconds.microseconds since 1970. */
export const Ts = v.pipe(v.string(), v.regex(/^\d{1,11}\.\d{6}$/))

/** Milliseconds since 1970. */
export const Millis = Int
