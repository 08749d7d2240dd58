import { connect, createServer, type Socket } from 'node:net'

/** A line to a server on this machine that can be slow, or clogged, and keeps its connections open. */
export type Line = {
  readonly url: string
  /** Bytes that came from the server so far. */
  readonly carried: number
  /**
   * From now on nobody takes what the server sends, on the connections that there are; answers the ports of these.
   * Those who connect anew wait for `heal`.
   */
  stall(): number[]
  /** Connections that there are go on, or end where the server has ended them meanwhile. */
  heal(): void
  close(): void
}

type Pair = { near: Socket; far: Socket; stalled: boolean }

/** `bytesPerSecond`: what the server sends arrives so fast and no faster, on each connection. */
export const startLine = async (target: number, bytesPerSecond = Number.POSITIVE_INFINITY): Promise<Line> => {
  const pairs = new Set<Pair>()
  const waiting: Socket[] = []
  let carried = 0
  let stalled = false
  const open = (near: Socket) => {
    const pair = { near, far: connect(target, '127.0.0.1'), stalled: false }
    pairs.add(pair)
    pair.far.on('data', piece => {
      carried += piece.length
    })
    join(pair, bytesPerSecond)
    whenOneEnds(pair, () => pairs.delete(pair))
  }
  const server = createServer(near => {
    if (stalled) waiting.push(near.on('error', () => {}).pause())
    else open(near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no TCP port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    get carried() {
      return carried
    },
    stall: () => {
      stalled = true
      return [...pairs].map(pair => {
        pair.stalled = true
        pair.far.pause()
        return pair.far.localPort ?? 0
      })
    },
    heal: () => {
      stalled = false
      for (const near of waiting.splice(0)) if (!near.destroyed) open(near)
      for (const pair of pairs) {
        pair.stalled = false
        pair.far.resume()
      }
    },
    close: () => {
      for (const near of waiting) near.destroy()
      for (const { near, far } of pairs) {
        near.destroy()
        far.destroy()
      }
      server.close()
    },
  }
}

const join = (pair: Pair, bytesPerSecond: number): void => {
  const { near, far } = pair
  near.on('data', piece => far.write(piece))
  far.on('data', piece => {
    near.write(piece)
    if (bytesPerSecond === Number.POSITIVE_INFINITY) return
    far.pause()
    setTimeout(() => pair.stalled || far.resume(), (piece.length / bytesPerSecond) * 1000)
  })
}

const whenOneEnds = ({ near, far }: Pair, ended: () => void): void => {
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => {
      ended()
      other.destroy()
    })
  }
}
