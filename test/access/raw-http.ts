import { createConnection } from 'node:net'
import { patience } from '../support/pace.ts'

export type RawAnswer = { status: number; headers: ReadonlyMap<string, string>; body: string; open: boolean }

/**
 * Sends lines that no well-behaved client would, and reads the answer until the other side closes, the body is whole,
 * or the request has become a socket (`open`).
 */
export const rawHttp = (port: number, lines: readonly string[], body = ''): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    let text = ''
    const finish = () => {
      const answer = parse(text)
      if (answer === null) return
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(patience(10_000), () =>
      reject(new Error(`No whole answer to ${lines[0]}: ${JSON.stringify(text)}`)),
    )
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`Closed after ${JSON.stringify(text)}`)))
    socket.on('data', data => {
      text += data.toString('latin1')
      finish()
    })
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })

/** The lines of an upgrade to a socket, as a browser would send them but for the headers given. */
export const upgrade = (headers: readonly string[]): string[] => [
  'GET /ws HTTP/1.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ...headers,
]

const parse = (text: string): RawAnswer | null => {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [first = '', ...rest] = text.slice(0, end).split('\r\n')
  const headers = new Map(
    rest.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const status = Number(first.split(' ')[1])
  const body = text.slice(end + 4)
  if (status !== 101 && body.length < Number(headers.get('content-length') ?? 0)) return null
  return { status, headers, body, open: status === 101 }
}
