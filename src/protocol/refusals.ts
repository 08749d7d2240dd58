import * as z from 'zod/mini'

/**
 * Every way in which a command can be refused, with the HTTP status that says the same and what a client should do:
 * `show` it beside what was typed, `retry` after `retryAfter` seconds, or treat it as a `bug` of the client.
 */
export const refusals = {
  invalid: { http: 400, client: 'bug' },
  invalid_frame: { http: 400, client: 'bug' },
  unknown_command: { http: 404, client: 'bug' },
  signed_out: { http: 401, client: 'show' },
  name_taken: { http: 409, client: 'show' },
  name_invalid: { http: 422, client: 'show' },
  text_invalid: { http: 422, client: 'show' },
  text_too_long: { http: 413, client: 'show' },
  message_not_found: { http: 404, client: 'show' },
  not_author: { http: 403, client: 'show' },
  edit_conflict: { http: 409, client: 'show' },
  emoji_unknown: { http: 422, client: 'show' },
  too_many_reactions: { http: 422, client: 'show' },
  channel_not_found: { http: 404, client: 'show' },
  is_archived: { http: 403, client: 'show' },
  not_allowed: { http: 403, client: 'show' },
  user_not_found: { http: 404, client: 'show' },
  too_many_people: { http: 422, client: 'show' },
  not_a_member: { http: 403, client: 'show' },
  cant_leave_general: { http: 403, client: 'show' },
  client_id_reused: { http: 409, client: 'bug' },
  too_many_watches: { http: 429, client: 'bug' },
  rate_limited: { http: 429, client: 'retry' },
  unavailable: { http: 503, client: 'retry' },
} as const satisfies Record<string, { http: number; client: 'show' | 'retry' | 'bug' }>

export type RefusalCode = keyof typeof refusals

export const Refusal = z.object({
  code: z.string(),
  message: z.string(),
  retryAfter: z.optional(z.number()),
})

export type Refusal = { code: RefusalCode; message: string; retryAfter?: number }

/** Whether the same command is worth another try. Codes of a newer server are final. */
export const isRetryable = (code: string): boolean =>
  code in refusals && refusals[code as RefusalCode].client === 'retry'
