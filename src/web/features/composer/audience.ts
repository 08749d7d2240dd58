import { mentionsIn } from '#domain/text/mentions.ts'
import type { Call } from '#domain/text/tree.ts'
import type { Client } from '../../sync/api.ts'
import { prepareFormatted, readText } from '../text/read-text.ts'

/** Who would hear a message. `zones`: how many different times it is for them; null where that cannot be asked. */
export interface Audience {
  members: number
  zones: number | null
}

/** For so long an answer is waited for before what is known already has to do, milliseconds. */
const PATIENCE_MS = 2000

/** How many people are in a channel: as the server says now, else as it said last; null where it never did. */
export const audienceOf = async (client: Client, channel: string): Promise<Audience | null> => {
  const known = client.replica.channel(channel).peek()?.members ?? null
  const last = known === null ? null : { members: known, zones: null }
  if (client.connection.peek().phase !== 'live') return last
  const gone = AbortSignal.timeout(PATIENCE_MS)
  const late = new Promise<null>(resolve => gone.addEventListener('abort', () => resolve(null)))
  const answer = await Promise.race([client.ask('audience', { channel }, gone), late])
  if (answer === null || 'refused' in answer) return last
  const { members, zones } = answer.ok
  return { members, zones: differentTimes(zones) }
}

/** Europe/Berlin and Europe/Paris are two names of one time. What this browser does not know is left out. */
const differentTimes = (zones: readonly string[]): number => new Set(zones.flatMap(offsetOf)).size

const offsetOf = (timeZone: string): string[] => {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(Date.now())
    return parts.flatMap(({ type, value }) => (type === 'timeZoneName' ? [value] : []))
  } catch {
    return []
  }
}

/** Who is called by a text, besides people by name. What stands in code calls nobody. */
export const callIn = async (text: string): Promise<Call | null> => {
  if (!/<!(?:here|channel|everyone)>/.test(text)) return null
  await prepareFormatted()
  const { calls } = mentionsIn(readText(text))
  return calls.has('channel') || calls.has('everyone') ? 'channel' : calls.has('here') ? 'here' : null
}
