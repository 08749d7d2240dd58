import { connect, createServer, type Socket } from 'node:net'

/** How the messenger treats hints: `good`; `bad`: loses, doubles, delays and reorders them; `gone`: loses all. */
export type Mood = 'good' | 'bad' | 'gone'

/** What became of the hints so far. */
export type Mishaps = { carried: number; lost: number; doubled: number; overtaken: number }

export interface Messenger {
  /** Of the way to NATS through it. */
  readonly url: string
  readonly mishaps: Mishaps
  set(mood: Mood): void
  close(): Promise<void>
}

const LOST = 0.1
const DOUBLED = 0.1
const REORDERED = 0.2
const LATEST_MS = 2000

/**
 * A way from one node to its NATS server that speaks enough of the protocol to lose a tenth of the messages for the
 * node, double a tenth, bring each up to two seconds late, and a fifth of them out of order. What the node says is carried as it is.
 */
export const startMessenger = async (target: string, random: () => number): Promise<Messenger> => {
  let mood: Mood = 'good'
  const mishaps: Mishaps = { carried: 0, lost: 0, doubled: 0, overtaken: 0 }
  const pairs = new Set<readonly [Socket, Socket]>()
  let due = 0
  const carry = (message: Buffer, to: Socket) => {
    if (mood === 'good') return void to.write(message)
    if (mood === 'gone' || random() < LOST) {
      mishaps.lost += 1
      return
    }
    const copies = random() < DOUBLED ? 2 : 1
    mishaps.doubled += copies - 1
    for (let copy = 0; copy < copies; copy++) later(message, to)
  }
  /** Most keep their order, however late they are; some come when it suits them. */
  const later = (message: Buffer, to: Socket) => {
    const now = performance.now()
    const at = now + random() * LATEST_MS
    const inOrder = random() >= REORDERED
    if (inOrder) due = Math.max(due, at)
    else if (at < due) mishaps.overtaken += 1
    mishaps.carried += 1
    setTimeout(() => to.writable && to.write(message), (inOrder ? due : at) - now)
  }
  const server = createServer(near => {
    const { hostname, port } = new URL(target)
    const far = connect(Number(port), hostname)
    const pair = [near, far] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end)
    near.on('data', bytes => far.write(bytes))
    far.on(
      'data',
      takeApart(near, message => carry(message, near)),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The messenger has no TCP port.')
  return {
    url: `nats://127.0.0.1:${address.port}`,
    mishaps,
    set: next => {
      mood = next
    },
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Takes what the server says apart: messages (`MSG subject sid size` and so many bytes) are handed over whole, the rest passes. */
const takeApart = (near: Socket, message: (whole: Buffer) => void) => {
  let rest = Buffer.alloc(0)
  return (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.toString('latin1', 0, end)
      const isMessage = line.startsWith('MSG ')
      const size = end + 2 + (isMessage ? Number(line.split(' ').at(-1)) + 2 : 0)
      if (rest.length < size) return
      const whole = Buffer.from(rest.subarray(0, size))
      rest = rest.subarray(size)
      if (isMessage) message(whole)
      else near.write(whole)
    }
  }
}
