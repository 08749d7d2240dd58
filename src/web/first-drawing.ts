import { isChannelId } from '#protocol/streams.ts'
import { prepareFormatted } from './features/text/read-text.ts'
import { lastChannel } from './remembered.ts'
import { parseRoute } from './routes.ts'
import type { Client } from './sync/api.ts'

/** Storage that is slower than this, in milliseconds, is not waited for, nor is what draws marked texts. */
const PATIENCE_MS = 100

/**
 * Waits for what is kept of the channel that the page opens with, and for what reads its texts, which is kept beside the
 * page. Who draws before draws twice, and the storage's answer waits behind the first drawing.
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
