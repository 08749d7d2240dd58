import type { Refusal } from '#protocol/refusals.ts'

/** Refusals that any door may have to give, whatever was asked. */

/** It may be a full disk, and may have happened all the same. */
export const unavailable: Refusal = {
  code: 'unavailable',
  message: 'That did not work. Try again.',
  retryAfter: 1,
}

/** To be tried again after so many seconds; rounded up to milliseconds, so that waiting so long is enough. */
export const rateLimited = (seconds: number, message = 'That was too much at once.'): Refusal => ({
  code: 'rate_limited',
  message,
  retryAfter: Math.ceil(seconds * 1000) / 1000,
})
