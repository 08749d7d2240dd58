import { isChannelId } from '#protocol/streams.ts'
import { prepareFormatted } from './features/text/read-text.ts'
import { lastChannel } from './remembered.ts'
import { parseRoute } from './routes.ts'
import type { Client } from './sync/api.ts'

/** Storage that is slower than this, in milliseconds, is not waited for, nor is what draws marked texts. */
const PATIENCE_MS = 100

/**
 * Waits for the cached copy of the channel that the page opens with, and for the parser of its texts. Without the wait
 * the page would be drawn twice, and the answer of the storage would be held up by the first drawing.
 */
export const untilKept = async (client: Client): Promise<void> => {
  const channel = firstChannel()
  if (channel === null || client.session.peek().phase !== 'signed-in') return
  const read = prepareFormatted()
  await Promise.race([client.open(channel).then(() => read), new Promise(resolve => setTimeout(resolve, PATIENCE_MS))])
}

/** An id; null while only the list of channels can tell. */
const firstChannel = (): string | null => {
  const at = parseRoute(location.pathname)
  if (at.page === 'channel') return isChannelId(at.channel) ? at.channel : null
  return at.page === 'last' ? lastChannel() : null
}
