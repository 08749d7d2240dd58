import * as v from 'valibot'

/**
 * Every way in which a command can be refused, with the HTTP status that says the same and what a client should do:
 * `show` it beside what was typed, `retry` after `retryAfter` seconds, or treat it as a `bug` of the client.
 */
export const refusals = {
  invalid: { http: 400, client: 'bug' },
  invalid_frame: { http: 400, client: 'bug' },
  unknown_command: { http: 404, client: 'bug' },
  signed_out: { http: 401, client: 'show' },
  signed_in: { http: 409, client: 'show' },
  password_weak: { http: 422, client: 'show' },
  credentials_wrong: { http: 401, client: 'show' },
  name_taken: { http: 409, client: 'show' },
  name_invalid: { http: 422, client: 'show' },
  text_invalid: { http: 422, client: 'show' },
  text_too_long: { http: 413, client: 'show' },
  message_not_found: { http: 404, client: 'show' },
  not_author: { http: 403, client: 'show' },
  edit_conflict: { http: 409, client: 'show' },
  file_not_found: { http: 404, client: 'show' },
  file_too_large: { http: 413, client: 'show' },
  storage_full: { http: 507, client: 'show' },
  emoji_unknown: { http: 422, client: 'show' },
  too_many_reactions: { http: 422, client: 'show' },
  channel_not_found: { http: 404, client: 'show' },
  is_archived: { http: 403, client: 'show' },
  not_allowed: { http: 403, client: 'show' },
  user_not_found: { http: 404, client: 'show' },
  too_many_channels: { http: 422, client: 'show' },
  too_many_sections: { http: 422, client: 'show' },
  section_not_found: { http: 404, client: 'show' },
  usergroup_not_found: { http: 404, client: 'show' },
  too_many_usergroups: { http: 422, client: 'show' },
  link_expired: { http: 404, client: 'show' },
  invitation_needed: { http: 403, client: 'show' },
  deactivated: { http: 403, client: 'show' },
  banned: { http: 403, client: 'show' },
  session_not_found: { http: 404, client: 'show' },
  invitation_not_found: { http: 404, client: 'show' },
  too_many_people: { http: 422, client: 'show' },
  not_a_member: { http: 403, client: 'show' },
  cant_leave_general: { http: 403, client: 'show' },
  client_id_reused: { http: 409, client: 'bug' },
  too_many_watches: { http: 429, client: 'bug' },
  rate_limited: { http: 429, client: 'retry' },
  unavailable: { http: 503, client: 'retry' },
} as const satisfies Record<string, { http: number; client: 'show' | 'retry' | 'bug' }>

export type RefusalCode = keyof typeof refusals

/**
 * Which case of a code it is, where it has several, so that a client can word it by itself, in any language. `message` is
 * English, for programs and for clients that do not know a case.
 */
export type Reason =
  | 'person_taken'
  | 'channel_taken'
  | 'name_empty'
  | 'name_long'
  | 'name_hidden'
  | 'name_marks'
  | 'name_blank'
  | 'name_loose_mark'
  | 'name_reserved'
  | 'channel_name_long'
  | 'channel_name_signs'
  | 'channel_name_letterless'
  | 'channel_name_mark_first'
  | 'name_differs'
  | 'handle_taken'
  | 'handle_empty'
  | 'handle_signs'
  | 'line_long'
  | 'last_owner'
  | 'password_short'
  | 'password_long'
  | 'password_common'
  | 'password_current'
  | 'passkey_origin'
  | 'code_wrong'
  | 'provider_away'
  | 'mail_away'
  | 'address_wrong'
  | 'not_for_guests'
  | 'guest_channels'
  | 'not_yourself'
  | 'text_empty'
  | 'text_unstorable'
  | 'file_large'
  | 'person_full'
  | 'workspace_full'
  | 'disk_full'
  | 'file_unfinished'
  | 'file_elsewhere'
  | 'topic_long'
  | 'purpose_long'
  | 'message_deleted'
  | 'edit_late'
  | 'posting_chosen'
  | 'posting_admins'
  | 'not_here'
  | 'members_only'
  | 'channel_admins_only'
  | 'admins_only'
  | 'owners_only'
  | 'general_stays'
  | 'not_oneself'
  | 'not_in_channel'
  | 'busy'
  // Of the page itself, which could not ask.
  | 'unreachable'
  | 'unanswered'
  | 'not_sent'

export const Refusal = v.object({
  code: v.string(),
  message: v.string(),
  retryAfter: v.optional(v.number()),
  reason: v.optional(v.string()),
  /** Who or what is in the way. */
  name: v.optional(v.string()),
  /** The most that there may be, and how many there are. */
  limit: v.optional(v.number()),
  count: v.optional(v.number()),
})

/** What a refusal is about, beside its code. */
export interface About {
  reason?: Reason
  name?: string
  limit?: number
  count?: number
}

export type Refusal = { code: RefusalCode; message: string; retryAfter?: number } & About

/** As in the table, which the first load of the page does without. */
const worthAnotherTry: readonly string[] = ['rate_limited', 'unavailable'] satisfies RefusalCode[]

/** Whether the same command is worth another try. Codes of a newer server are final. */
export const isRetryable = (code: string): boolean => worthAnotherTry.includes(code)
