import { toPlainText } from '#domain/text/to-plain.ts'
import type { Replica } from '../../sync/api.ts'
import { readText, type TextFormat } from './read-text.ts'

/** A text as it reads, without its marks, and with today's names: for the clipboard, a notification, one line of a list. */
export const plainTextOf = (text: string, replica: Replica, format?: TextFormat): string =>
  toPlainText(readText(text, format), {
    user: id => replica.user(id).peek()?.name ?? null,
    channel: id => replica.channel(id).peek()?.name ?? null,
  })
