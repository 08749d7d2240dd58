import { TEXT_BYTES, TEXT_CHARACTERS } from '#protocol/limits.ts'
import type { RefusalCode } from '#protocol/refusals.ts'

/** Why a text cannot be posted: the code and a sentence for the one who typed it; null if it can. */
export const textFault = (text: string): { code: RefusalCode; message: string } | null => {
  if (text.length > TEXT_CHARACTERS) {
    return {
      code: 'text_too_long',
      message: `A message has at most ${TEXT_CHARACTERS} characters; this one has ${text.length}.`,
    }
  }
  if (text.length * 3 > TEXT_BYTES && utf8Length(text) > TEXT_BYTES) {
    return { code: 'text_too_long', message: `A message has at most ${TEXT_BYTES / 1024} KiB.` }
  }
  if (text.trim() === '') return { code: 'text_invalid', message: 'There is nothing to send.' }
  if (text.includes('\0') || !text.isWellFormed()) {
    return { code: 'text_invalid', message: 'This text has characters that cannot be stored.' }
  }
  return null
}

/** Bytes of UTF-8 without encoding: every code unit is one to three, and a pair of surrogates is four. */
const utf8Length = (text: string): number => {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
  }
  return bytes
}
