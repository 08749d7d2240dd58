import type { Client } from '../../sync/api.ts'
import { saidInRow } from './said.ts'
import { LOWEST, screenful } from './screenful.ts'
import { around, newest, PAGE, type Span } from './span.ts'

/**
 * What is drawn of a channel that was just opened: at first what fills a screen, so that it shows at once, then a page.
 * @param seqs everything that is loaded
 * @param seq the message to begin at; null for the newest
 */
export const firstDraw = (
  client: Client,
  channel: string,
  seqs: readonly number[],
  seq: number | null,
): { screen: Span; page: Span } => {
  const isNearEnd = seq === null || seq >= (seqs.at(-PAGE) ?? 0)
  return {
    screen: seq === null ? newest(seqs, lastScreenful(client, channel, seqs)) : around(seqs, seq, 2 * atMost()),
    page: isNearEnd ? newest(seqs) : around(seqs, seq),
  }
}

/** So many lines, and some more, fill the window whatever they say. */
const atMost = (): number => Math.ceil(innerHeight / LOWEST.grouped) + 8

const lastScreenful = ({ replica }: Client, channel: string, seqs: readonly number[]): number => {
  const said = (back: number) => {
    const seq = seqs.at(-1 - back)
    const row = seq === undefined ? null : replica.message(channel, seq).peek()
    return row === null ? null : saidInRow(row)
  }
  return screenful(said, innerHeight)
}
