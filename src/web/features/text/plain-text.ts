import type { Replica } from '../../sync/api.ts'
import { formattedParts, prepareFormatted, readText, type TextFormat } from './read-text.ts'

/**
 * A text as it reads, without its marks, and with today's names: for the clipboard, a notification, one line of a list.
 * Where the parser cannot be had it is the text as it was written.
 */
export const plainTextOf = async (text: string, replica: Replica, format?: TextFormat): Promise<string> => {
  await prepareFormatted()
  const parts = formattedParts()
  if (parts === null) return text
  return parts.toPlainText(readText(text, format), {
    user: id => replica.user(id).peek()?.name ?? null,
    group: id => replica.groups.peek().get(id)?.handle ?? null,
    channel: id => replica.channel(id).peek()?.name ?? null,
  })
}
