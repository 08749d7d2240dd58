import { FireClient, type FireClientOptions } from './client.ts'
import type { FinalRead, Message } from './history.ts'
import { bags, messagesIn } from './wire.ts'

/** Reads the channels from their start, as somebody who comes for the first time and holds nothing. */
export const readAll = async (options: FireClientOptions, channels: readonly string[]): Promise<FinalRead[]> => {
  const reader = new FireClient(options)
  await reader.start()
  const reads: FinalRead[] = []
  for (const channel of channels) {
    reads.push({ reader: options.name, channel, messages: await allPages(reader, channel) })
  }
  reader.stop()
  return reads
}

const allPages = async (reader: FireClient, channel: string): Promise<Message[]> => {
  const pages: Message[][] = []
  for (let more = true; more; ) {
    const before = pages.at(-1)?.[0]?.seq
    const answer = await reader.ask({ do: 'history', channel, ...(before === undefined ? {} : { before }) })
    if (!('ok' in answer)) throw new Error(`history was not answered: ${JSON.stringify(answer)}`)
    pages.push(messagesIn(bags(answer.ok.rows)))
    more = answer.ok.more === true
  }
  return pages.toReversed().flat()
}
