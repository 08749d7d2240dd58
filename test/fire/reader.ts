import { FireClient, type FireClientOptions } from './client.ts'
import type { FinalRead, Message, Reaction } from './history.ts'
import { bags, messagesIn, reactionsIn } from './wire.ts'

/** Reads the channels from their start, as somebody who comes for the first time and holds nothing. */
export const readAll = async (options: FireClientOptions, channels: readonly string[]): Promise<FinalRead[]> => {
  const reader = new FireClient(options)
  await reader.start()
  const reads: FinalRead[] = []
  for (const channel of channels) {
    reads.push({ reader: options.name, channel, ...(await allPages(reader, channel)) })
  }
  reader.stop()
  return reads
}

const allPages = async (
  reader: FireClient,
  channel: string,
): Promise<{ messages: Message[]; reactions: Reaction[] }> => {
  const pages: Message[][] = []
  const reactions: Reaction[] = []
  for (let more = true; more; ) {
    const before = pages.at(-1)?.[0]?.seq
    const answer = await reader.ask({ do: 'history', channel, ...(before === undefined ? {} : { before }) })
    if (!('ok' in answer)) throw new Error(`history was not answered: ${JSON.stringify(answer)}`)
    pages.push(messagesIn(bags(answer.ok.rows)))
    for (const { gone: _, ...reaction } of reactionsIn(bags(answer.ok.beside ?? []))) reactions.push(reaction)
    more = answer.ok.more === true
  }
  return { messages: pages.toReversed().flat(), reactions }
}
