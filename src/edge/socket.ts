/**
 * One connection as the edge sees it: what it uses of Bun's socket, under Bun's names, since an object between the two
 * would be one for each of ten thousand. The simulation has its own. Calls keep their order on one socket, also between
 * `send` and what is published to its topics.
 */
export type Socket = {
  send(text: string): void
  /** What is sent meanwhile leaves in one write, with what was published to its topics in this tick. */
  cork(send: () => void): void
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  readonly subscriptions: readonly string[]
  /** Bytes that were sent and have not left yet. */
  getBufferedAmount(): number
  close(code: number, reason: string): void
  /** Ends it without waiting for what is buffered. */
  terminate(): void
}

/** Sends to all sockets that are subscribed to a topic. */
export type Fanout = {
  publish(topic: string, text: string): void
  subscribers(topic: string): number
}

/** Why the server closes a socket; docs/protocol.md tells clients what to do then. */
export const closes = {
  restart: [1012, 'restarting'],
  broken: [1008, 'too many invalid frames'],
  silent: [1001, 'silent'],
  ended: [4001, 'session ended'],
  slow: [4008, 'slow'],
} as const satisfies Record<string, readonly [number, string]>
