import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { Bus, Hint } from './bus.ts'
import { decodeHint, encodeHint } from './hint-codec.ts'

/** How long one attempt to connect may take, and the pause before the next; milliseconds. */
const ATTEMPT_MS = 2000
const RETRY_MS = 250
/** A connection that broke without a word is noticed at the third of these, milliseconds; by default after six minutes. */
const HEARTBEAT_MS = 2000

/**
 * Hints over NATS, between the nodes that name the same `space`. The address may name a user with a password, or a
 * token; one that begins with `tls:` is not spoken to in the clear. Every one may be lost, doubled, late or out of order;
 * nothing here tries to be better than that. A node's own hints do not take the way over NATS, so it works by itself,
 * and also starts, while NATS is away; then the others find out from the store.
 */
export const natsBus = async (url: string, space: string): Promise<Bus> => {
  const subject = `flack.${space}.hints`
  const listeners = new Set<(hint: Hint) => void>()
  const hearAll = (hint: Hint) => {
    for (const hear of listeners) hear(hint)
  }
  const link = new Link(url, connection => {
    connection.subscribe(subject, {
      callback: (error, message) => {
        const hint = error ? null : decodeHint(message.string())
        if (hint) hearAll(hint)
      },
    })
  })
  await link.attempt()
  return {
    lossy: true,
    publish: hints => {
      for (const hint of hints) {
        link.send(subject, encodeHint(hint))
        hearAll(hint)
      }
    },
    listen: hear => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    check: () => link.check(),
    close: () => {
      listeners.clear()
      return link.close()
    },
  }
}

/** A connection that is tried for until it is there once, and from then on restores itself. */
class Link {
  #url: URL
  #use: (connection: NatsConnection) => void
  #connection: NatsConnection | null = null
  #fault: unknown = null
  #closed = false

  constructor(url: string, use: (connection: NatsConnection) => void) {
    this.#url = new URL(url)
    this.#use = use
  }

  /** Tries once, and if that fails goes on trying behind the caller's back. */
  async attempt(): Promise<void> {
    try {
      const connection = await connect({
        servers: this.#url.host,
        ...accessOf(this.#url),
        noEcho: true,
        timeout: ATTEMPT_MS,
        maxReconnectAttempts: -1,
        reconnectTimeWait: RETRY_MS,
        pingInterval: HEARTBEAT_MS,
        maxPingOut: 2,
        // Else it gives up for good when it is not let in twice, though the password may be put right.
        ignoreAuthErrorAbort: true,
      })
      if (this.#closed) return await connection.close()
      this.#use(connection)
      this.#connection = connection
    } catch (error) {
      this.#fault = error
      void this.#retry()
    }
  }

  async #retry(): Promise<void> {
    await sleep(RETRY_MS, undefined, { ref: false })
    if (!this.#closed) await this.attempt()
  }

  /** While NATS is away the client refuses or drops; either way a hint was lost, which is allowed. */
  send(subject: string, text: string): void {
    try {
      this.#connection?.publish(subject, text)
    } catch {
      // Lost.
    }
  }

  async check(): Promise<void> {
    if (this.#closed) throw new Error('The connection to NATS is closed.')
    if (this.#connection === null) throw new Error(`NATS cannot be reached: ${String(this.#fault)}`)
    const late = sleep(ATTEMPT_MS, undefined, { ref: false }).then(() => {
      throw new Error('NATS does not answer.')
    })
    await Promise.race([this.#connection.rtt(), late])
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#connection?.close()
  }
}

/** Passed beside the address, of which the NATS client understands only host and port. */
const accessOf = ({ protocol, username, password }: URL) => ({
  ...(protocol === 'tls:' && { tls: {} }),
  ...credentialsOf(decodeURIComponent(username), decodeURIComponent(password)),
})

/** A user's name and password, or a token alone. */
const credentialsOf = (first: string, second: string) => {
  if (second !== '') return { user: first, pass: second }
  return first === '' ? {} : { token: first }
}
