import { effect } from '@preact/signals'
import type { Client } from '#web/sync/api.ts'
import { createClient } from '#web/sync/client.ts'
import { realEnvironment } from '../simulate/real-environment.ts'
import { until } from '../support/wait.ts'

/** Pages without a browser: the client that is shipped, with its own back-off, its heartbeat and its questions. */
export interface Pages {
  /** How many of them have noticed by now that they are not connected. */
  readonly out: number
  /** Resolves when all of them are connected. */
  live(): Promise<unknown>
  /** Lets some of them say a line every now and then, until `stop`, which resolves when all of it is acknowledged. */
  talk(): { stop(): Promise<void> }
  /** How long each time was that one of them was out after it had been in, milliseconds. */
  readonly outages: readonly number[]
  /** Everything that they said. */
  readonly said: readonly string[]
  /** What each of them shows of it, in its order. */
  lines(): string[][]
  close(): void
}

const talkers = 8
const pauseMs = 100

/** Opens that many pages at a proxy on this port; all of them look at #general. */
export const openPages = async (count: number, port: number, name: string): Promise<Pages> => {
  const outages: number[] = []
  const said: string[] = []
  const clients = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const client = createClient(realEnvironment(`${name}-${number}`, port, 1))
      // Who is told that there is no server presses the button again.
      await until(() => client.join(`${name} ${number}`).catch(() => null), { what: 'an answer' })
      await until(() => isLive(client), { what: 'a page to be let in' })
      await client.open(generalOf(client))
      return client
    }),
  )
  const stopWatching = clients.map(client => watchOutages(client, ms => outages.push(ms)))
  const speak = async (client: Client, going: () => boolean) => {
    while (going()) {
      if (isQuiet(client)) {
        said.push(`${name}: line ${said.length}`)
        client.post(generalOf(client), said.at(-1) ?? '')
      }
      await Bun.sleep(Math.random() * 2 * pauseMs)
    }
  }
  return {
    get out() {
      return clients.filter(client => !isLive(client)).length
    },
    outages,
    said,
    live: () => until(() => clients.every(isLive), { timeout: 60_000, what: 'every page to be in again' }),
    talk: () => {
      let going = true
      const speaking = Promise.all(clients.slice(0, talkers).map(client => speak(client, () => going)))
      const stop = async () => {
        going = false
        await speaking
        await until(() => clients.every(isQuiet), { what: 'the acknowledgement of all that was said' })
      }
      return { stop }
    },
    lines: () => clients.map(client => linesOf(client, name)),
    close: () => {
      for (const stop of stopWatching) stop()
      for (const client of clients) client.stop()
    },
  }
}

const watchOutages = (client: Client, ended: (ms: number) => void): (() => void) => {
  let outSince: number | null = null
  return effect(() => {
    const { phase } = client.connection.value
    if (phase !== 'live') outSince ??= performance.now()
    else if (outSince !== null) {
      ended(performance.now() - outSince)
      outSince = null
    }
  })
}

const linesOf = ({ replica }: Client, name: string): string[] => {
  const channel = generalOf({ replica })
  const rows = replica
    .timeline(channel)
    .peek()
    .seqs.map(seq => replica.message(channel, seq).peek()?.text ?? '')
  return rows.filter(text => text.startsWith(`${name}: `))
}

const isLive = ({ connection }: Client): boolean => connection.peek().phase === 'live'

const isQuiet = ({ outbox }: Client): boolean => outbox.entries.peek().length === 0

const generalOf = ({ replica }: Pick<Client, 'replica'>): string => {
  const channel = replica.channels.peek().find(({ name }) => name === 'general')
  if (channel === undefined) throw new Error('There is no #general.')
  return channel.id
}
