import { createConnection, type Socket } from 'node:net'
import { until } from '../support/wait.ts'

export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9
export const PONG = 10

export type RawFrame = { fin: boolean; rsv: number; opcode: number; payload: Buffer }

export type FrameOptions = {
  fin?: boolean
  /** The three reserved bits, 0 to 7. */
  rsv?: number
  mask?: boolean
  /** How the length is written, in bytes after the first one; by default the shortest way. */
  lengthBytes?: 0 | 2 | 8
  /** What the header says, where that is not the truth. */
  announced?: bigint
}

/** A frame as bytes, by default as a well-behaved client would send it. */
export const frame = (opcode: number, payload: Buffer | string = '', options: FrameOptions = {}): Buffer => {
  const { fin = true, rsv = 0, mask = true } = options
  const body = Buffer.from(payload)
  const length = options.announced ?? BigInt(body.length)
  const size = options.lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8)
  const start = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, mask ? 0x80 : 0])
  const more = Buffer.alloc(size)
  if (size === 0) start[1] = (start[1] ?? 0) | Number(length)
  else start[1] = (start[1] ?? 0) | (size === 2 ? 126 : 127)
  if (size === 2) more.writeUInt16BE(Number(length))
  if (size === 8) more.writeBigUInt64BE(length)
  if (!mask) return Buffer.concat([start, more, body])
  const key = Buffer.from([0x37, 0xfa, 0x21, 0x3d])
  return Buffer.concat([start, more, key, body.map((byte, at) => byte ^ (key[at % 4] ?? 0))])
}

/** The payload of a close frame. */
export const closing = (code: number, reason: Buffer | string = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)])

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
/** Of RFC 6455, section 1.3. */
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='

/** The request that opens a socket, as lines; `headers` replace or add by name, null leaves one out. */
export const opening = (token: string, headers: Record<string, string | null> = {}, first = 'GET /ws HTTP/1.1') => {
  const usual: Record<string, string | null> = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': KEY,
    Authorization: `Bearer ${token}`,
    ...headers,
  }
  const lines = Object.entries(usual).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return `${[first, ...lines].join('\r\n')}\r\n\r\n`
}

/** A TCP connection that says exactly what it is told to, and keeps what it hears. */
export class RawSocket {
  /** The head of the answer to the opening request. */
  head = ''
  readonly frames: RawFrame[] = []
  /** Whether the other side ended it, one way or another. */
  ended = false
  readonly tcp: Socket
  #bytes: Buffer = Buffer.alloc(0)

  constructor(port: number) {
    this.tcp = createConnection({ port, host: '127.0.0.1' })
    this.tcp.setNoDelay(true)
    this.tcp.on('error', () => {
      this.ended = true
    })
    this.tcp.on('end', () => {
      this.ended = true
    })
    this.tcp.on('close', () => {
      this.ended = true
    })
    this.tcp.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      this.#read()
    })
  }

  /** A socket that was greeted. */
  static async greeted(port: number, token: string): Promise<RawSocket> {
    const socket = new RawSocket(port)
    socket.write(opening(token))
    await socket.hears(({ opcode, payload }) => opcode === TEXT && payload.includes('"hello"'), 'the greeting')
    return socket
  }

  write(bytes: Buffer | string): void {
    this.tcp.write(bytes)
  }

  /** The first frame so far or to come that fits. */
  hears(fits: (frame: RawFrame) => boolean, what: string): Promise<RawFrame> {
    return until(() => this.frames.find(fits) ?? (this.ended && fail(`It ended before ${what} came.`)), { what })
  }

  /** Resolves when the other side has ended it, with the code that it gave; 1006 if it gave none. */
  async ends(timeout = 10_000): Promise<number> {
    await until(() => this.ended, { what: 'the end of the connection', timeout })
    const last = this.frames.find(({ opcode }) => opcode === CLOSE)
    if (last === undefined) return 1006
    return last.payload.length < 2 ? 1005 : last.payload.readUInt16BE()
  }

  destroy(): void {
    this.tcp.destroy()
  }

  #read(): void {
    if (this.head === '') {
      const end = this.#bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      this.head = this.#bytes.subarray(0, end).toString('latin1')
      this.#bytes = this.#bytes.subarray(end + 4)
    }
    for (let next = firstFrame(this.#bytes); next !== null; next = firstFrame(this.#bytes)) {
      this.frames.push(next.frame)
      this.#bytes = this.#bytes.subarray(next.size)
    }
  }
}

const fail = (why: string): never => {
  throw new Error(why)
}

const firstFrame = (bytes: Buffer): { frame: RawFrame; size: number } | null => {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return null
  const short = second & 127
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < start) return null
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + length) return null
  const payload = bytes.subarray(start, start + length)
  return { frame: { fin: first >= 128, rsv: (first >> 4) & 7, opcode: first & 15, payload }, size: start + length }
}
