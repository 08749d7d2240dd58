/** Whether a text is nothing but one to three emoji. */
export const isOnlyEmoji = (text: string): boolean => {
  if (text.length > UNITS) return false
  const emoji = text.match(EMOJI) ?? []
  return emoji.length > 0 && emoji.length <= COUNT && text.replace(EMOJI, '').trim() === ''
}

const UNITS = 120
const COUNT = 3
/** A flag of letters, a flag of tags (Scotland's), a key ("1️⃣"), or a picture with what joins it to others. */
const EMOJI =
  /\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|[\u{E0020}-\u{E007F}]|\u200D\p{Extended_Pictographic})*/gu
