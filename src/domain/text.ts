import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'

/**
 * Why a text cannot be posted: the code and a sentence for the one who typed it; null if it can. Beside files (`mayBeEmpty`)
 * there need be none. Bytes need no limit of
 * their own: a UTF-16 code unit is at most three bytes of UTF-8, so the longest text stays below 160 KiB.
 */
export const textFault = (text: string, mayBeEmpty = false): Refusal | null => {
  if (text.length > TEXT_CHARACTERS) {
    return {
      code: 'text_too_long',
      message: `A message has at most ${TEXT_CHARACTERS} characters; this one has ${text.length}.`,
      limit: TEXT_CHARACTERS,
      count: text.length,
    }
  }
  if (text.trim() === '' && !mayBeEmpty) {
    return { code: 'text_invalid', reason: 'text_empty', message: 'There is nothing to send.' }
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    const message = 'This text has characters that cannot be stored.'
    return { code: 'text_invalid', reason: 'text_unstorable', message }
  }
  return null
}
