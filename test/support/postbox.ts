import { SMTPServer } from 'smtp-server'
import { freePort } from './ports.ts'

export type Received = { to: string[]; id: string; text: string }

export type Postbox = { url: string; letters: Received[]; stop(): void }

/** A mail server that keeps what it is given. */
export const startPostbox = async (): Promise<Postbox> => {
  const letters: Received[] = []
  const port = await freePort()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part))
      stream.on('end', () => {
        const [head = '', ...body] = Buffer.concat(parts).toString().split('\r\n\r\n')
        const [, id = ''] = /^message-id: (.+)$/im.exec(head) ?? []
        letters.push({
          to: envelope.rcptTo.map(({ address }) => address),
          id,
          text: decoded(head, body.join('\r\n\r\n')),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return { url: `smtp://127.0.0.1:${port}`, letters, stop: () => server.close() }
}

const decoded = (head: string, body: string): string => {
  const [, how = ''] = /^content-transfer-encoding: (.+)$/im.exec(head) ?? []
  const plain =
    how === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : how === 'quoted-printable'
        ? Buffer.from(
            body
              .replace(/=\r\n/g, '')
              .replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString()
        : body
  return plain.replaceAll('\r\n', '\n').trimEnd()
}
