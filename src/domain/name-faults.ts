import { CHANNEL_NAME_CHARACTERS, USER_NAME_CHARACTERS } from '#protocol/limits.ts'
import type { Reason, Refusal } from '#protocol/refusals.ts'
import { FLAGS } from './names.ts'

/** What people may not call themselves and their channels (S-28). Names are normalised before, by `names.ts`. */

/** Why a normalised display name cannot be had; null if it can. */
export const userNameFault = (name: string): Refusal | null => {
  if (name === '') return invalid('name_empty', 'Please type a name.')
  if (name.length > USER_NAME_CHARACTERS) {
    return invalid('name_long', `A name has at most ${USER_NAME_CHARACTERS} characters.`, USER_NAME_CHARACTERS)
  }
  if (
    !name.isWellFormed() ||
    UNSEEN.test(withoutJoiners(name)) ||
    BLANK.test(withoutJoiners(name).replace(SELECTORS, ''))
  ) {
    return invalid('name_hidden', 'A name cannot have invisible or control characters.')
  }
  if (STACKED_MARKS.test(name)) return invalid('name_marks', 'That name has too many marks on one letter.')
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) {
    return invalid('name_blank', 'A name needs at least one visible character.')
  }
  if (/(^|\s)\p{M}/u.test(name)) return invalid('name_loose_mark', 'A name cannot have a mark without its letter.')
  return null
}

/** Why a normalised channel name cannot be had; null if it can. */
export const channelNameFault = (name: string): Refusal | null => {
  if (name === '') return invalid('name_empty', 'Please type a name.')
  if (name.length > CHANNEL_NAME_CHARACTERS) {
    const most = CHANNEL_NAME_CHARACTERS
    return invalid('channel_name_long', `A channel name has at most ${most} characters.`, most)
  }
  if (!/^[\p{L}\p{M}\p{N}_-]+$/u.test(name) || BLANK.test(name)) {
    return invalid('channel_name_signs', 'A channel name has only letters, digits, dashes and underscores.')
  }
  if (!/[\p{L}\p{N}_]/u.test(name)) {
    return invalid('channel_name_letterless', 'A channel name needs a letter, a digit or an underscore.')
  }
  if (STACKED_MARKS.test(name)) return invalid('name_marks', 'That name has too many marks on one letter.')
  // It would stand on the # before the name.
  if (/^\p{M}/u.test(name)) return invalid('channel_name_mark_first', 'A channel name cannot begin with a mark.')
  return null
}

const invalid = (reason: Reason, message: string, limit?: number): Refusal => ({
  code: 'name_invalid',
  message,
  reason,
  ...(limit !== undefined && { limit }),
})

/** Controls, formats (zero-width, bidi, tags), private use, surrogates, unassigned, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u

/**
 * Characters that draw nothing: those that programs ignore where they do not know them (Unicode lists them), and those
 * that take space but show nothing (the empty braille cell, fillers of some scripts, the joiner of Brahmi numbers, a
 * note without a head, the placeholder for an object).
 */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1107F}\u{13441}\u{13442}\u{16FE4}\u{1D159}]/u

/** They choose how the character before them is drawn (the heart in red, say); `name-key.ts` ignores them. */
const SELECTORS = /\p{Variation_Selector}/gu

/** More than four marks on one letter run into the lines around it ("zalgo" text); no script needs so many. */
const STACKED_MARKS = /\p{M}{5,}/u

/** Takes out the joiners between letters and inside emoji, where they belong; elsewhere they only hide in a name. */
const withoutJoiners = (name: string): string =>
  name
    .replace(FLAGS, '')
    .replace(
      /(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D](?=[\p{L}\p{Extended_Pictographic}])/gu,
      '',
    )
