import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { Bus, Hint } from './bus.ts'
import { decodeHint, encodeHint } from './hint-codec.ts'

const SUBJECT = 'flack.hints'

/** Hints over NATS. Every one may be lost, doubled, late or out of order; nothing here tries to be better than that. */
export const natsBus = async (url: string): Promise<Bus> => {
  const listeners = new Set<(hint: Hint) => void>()
  const connection = await connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    waitOnFirstConnect: true,
  })
  connection.subscribe(SUBJECT, {
    callback: (error, message) => {
      const hint = error ? null : decodeHint(message.string())
      if (hint) for (const hear of listeners) hear(hint)
    },
  })
  return {
    lossy: true,
    publish: hints => {
      for (const hint of hints) send(connection, encodeHint(hint))
    },
    listen: hear => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    check: async () => {
      if (connection.isClosed()) throw new Error('The connection to NATS is closed.')
      await connection.rtt()
    },
    close: async () => {
      listeners.clear()
      await connection.close()
    },
  }
}

/** While NATS is away the client refuses or drops; either way a hint was lost, which is allowed. */
const send = (connection: NatsConnection, text: string): void => {
  try {
    connection.publish(SUBJECT, text)
  } catch {
    // Lost.
  }
}
