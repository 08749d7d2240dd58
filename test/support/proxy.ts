import { connect, createServer, type Socket } from 'node:net'

/**
 * What the proxy does with connections, new ones and those that it has: `pass` hands on; `delay` too, each piece later;
 * `mute-back` hands on to the server, and swallows what it says; `blackhole` swallows everything and says nothing; `mute`
 * accepts and never answers, without asking the server; `reset` breaks every connection.
 */
export type ProxyMode = 'pass' | 'delay' | 'mute-back' | 'blackhole' | 'mute' | 'reset'

export interface FaultyProxy {
  readonly port: number
  set(mode: ProxyMode): void
  close(): Promise<void>
}

const DELAY_MS = 150

/** A TCP proxy before a port of this machine whose network can be made bad. */
export const startProxy = async (target: number): Promise<FaultyProxy> => {
  let mode: ProxyMode = 'pass'
  const pairs = new Set<readonly Socket[]>()
  const reset = (pair: readonly Socket[]) => {
    pairs.delete(pair)
    for (const socket of pair) socket.resetAndDestroy()
  }
  const server = createServer(near => {
    const far = mode === 'pass' || mode === 'delay' || mode === 'mute-back' ? connect(target, '127.0.0.1') : null
    const pair = far === null ? [near] : [near, far]
    pairs.add(pair)
    for (const socket of pair) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => mode !== 'blackhole' && reset(pair))
    }
    if (far !== null) join(near, far, () => mode)
    if (mode === 'reset') reset(pair)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no TCP port.')
  return {
    port: address.port,
    set: next => {
      mode = next
      if (mode === 'reset') for (const pair of pairs) reset(pair)
    },
    close: async () => {
      for (const pair of pairs) reset(pair)
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Hands on in both directions, in order, by what the network is when a piece arrives. */
const join = (near: Socket, far: Socket, mode: () => ProxyMode): void => {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    let before = Promise.resolve()
    let isDead = false
    from.on('data', piece => {
      const now = mode()
      // A stream that lacks a piece never goes on: TCP would not let it.
      isDead ||= now !== 'pass' && now !== 'delay' && !(now === 'mute-back' && from === near)
      if (isDead) return
      const due = now === 'delay' ? new Promise(resolve => setTimeout(resolve, DELAY_MS)) : null
      before = before.then(() => due).then(() => void to.write(piece))
    })
  }
}
