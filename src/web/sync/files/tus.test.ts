import { expect, test } from 'bun:test'
import type { Answered, Asked, Exchange } from './exchange.ts'
import { type Sent, sendFile } from './tus.ts'

/** A server for one file, that does what a test says before it does its work. */
class FakeServer {
  held: Blob[] = []
  size = 0
  begun = 0
  metadata = ''
  /** Said in place of the work; null: the line breaks. Undefined: it works. */
  fault: (asked: Asked) => { status: number; body?: unknown; headers?: Record<string, string> } | null | undefined =
    () => undefined

  get offset(): number {
    return this.held.reduce((sum, { size }) => sum + size, 0)
  }

  exchange: Exchange = async (path, asked) => {
    const fault = this.fault(asked)
    if (fault === null) return null
    if (fault !== undefined) return answer(fault.status, fault.headers, fault.body)
    const { method, headers, body } = asked
    if (method === 'POST') {
      this.begun++
      this.held = []
      this.size = Number(headers['Upload-Length'])
      this.metadata = headers['Upload-Metadata'] ?? ''
      return answer(201, { location: '/files/F0000000001' })
    }
    if (this.begun === 0) return answer(404)
    if (method === 'HEAD') return answer(200, { 'upload-offset': String(this.offset) })
    if (method === 'GET') {
      expect(path).toBe('/files/F0000000001/about')
      return answer(200, {}, { id: 'F0000000001', name: 'a.txt', type: 'text/plain', size: this.size })
    }
    if (Number(headers['Upload-Offset']) !== this.offset) return answer(409)
    if (body !== undefined) this.held.push(body)
    asked.onProgress?.(body?.size ?? 0)
    return answer(204, { 'upload-offset': String(this.offset) })
  }
}

const answer = (status: number, headers: Record<string, string> = {}, body: unknown = null): Answered => ({
  status,
  body,
  header: name => headers[name.toLowerCase()] ?? null,
})

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251)
const file = new Blob([bytes], { type: 'text/plain' })

const send = async (server: FakeServer, blob = file, signal = new AbortController().signal) => {
  const progress: number[] = []
  let waits = 0
  const sent = await sendFile(
    { blob, name: 'a b ü.txt', channel: 'C0000GENERAL', clientId: 'one', location: null },
    {
      exchange: server.exchange,
      random: () => 0.5,
      pause: async () => {
        waits++
      },
    },
    { onLocation: () => {}, onProgress: now => progress.push(now) },
    signal,
  )
  return { sent, progress, waits }
}

const isWhole = async (server: FakeServer) =>
  Buffer.compare(Buffer.from(await new Blob(server.held).arrayBuffer()), Buffer.from(bytes)) === 0

const idOf = (sent: Sent) => ('ok' in sent ? sent.ok.id : sent)

test('a file goes up in pieces, and says where it belongs', async () => {
  const server = new FakeServer()
  const { sent, progress, waits } = await send(server)
  expect(idOf(sent)).toBe('F0000000001')
  expect(await isWhole(server)).toBe(true)
  expect(server.held.length).toBeGreaterThan(1)
  expect(waits).toBe(0)
  expect(progress.at(-1)).toBe(file.size)
  const said = Object.fromEntries(server.metadata.split(',').map(pair => pair.split(' ')))
  expect(Buffer.from(said.name ?? '', 'base64').toString()).toBe('a b ü.txt')
  expect(Buffer.from(said.channel ?? '', 'base64').toString()).toBe('C0000GENERAL')
})

test('an empty file is a file', async () => {
  const server = new FakeServer()
  expect(idOf((await send(server, new Blob([]))).sent)).toBe('F0000000001')
})

test('whatever breaks on the way, it arrives whole and once', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const server = new FakeServer()
    let state = seed
    let faults = 0
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return state / 2 ** 31
    }
    server.fault = ({ method, body }) => {
      if (faults >= 12 || random() < 0.6) return undefined
      faults++
      const what = Math.floor(random() * 4)
      // The line breaks in the middle of a piece: some of it is there.
      if (what === 0 && method === 'PATCH' && body !== undefined && body.size > 10) server.held.push(body.slice(0, 7))
      // The server is another one, which has never heard of it.
      if (what === 1 && method !== 'POST' && random() < 0.3) server.begun = 0
      return what < 2 ? null : { status: [503, 423, 429, 500][Math.floor(random() * 4)] ?? 503 }
    }
    const { sent } = await send(server)
    expect([seed, idOf(sent), await isWhole(server)]).toEqual([seed, 'F0000000001', true])
  }
})

test('a proxy that takes no more at a time gets less', async () => {
  const server = new FakeServer()
  server.fault = ({ body }) => (body !== undefined && body.size > 200_000 ? { status: 413, body: '<html>' } : undefined)
  const { sent } = await send(server)
  expect(idOf(sent)).toBe('F0000000001')
  expect(await isWhole(server)).toBe(true)
})

test('a refusal of the server ends it, with its code', async () => {
  const server = new FakeServer()
  server.fault = () => ({
    status: 413,
    body: { error: 'file_too_large', reason: 'file_large', limit: 5, message: 'Too large.' },
  })
  const { sent } = await send(server)
  expect(sent).toMatchObject({ refused: { code: 'file_too_large', reason: 'file_large', limit: 5 } })
})

test('a full server is not asked again and again', async () => {
  const server = new FakeServer()
  server.fault = () => ({ status: 507, body: { error: 'storage_full', reason: 'disk_full', message: 'Full.' } })
  const { sent, waits } = await send(server)
  expect(sent).toMatchObject({ refused: { code: 'storage_full' } })
  expect(waits).toBe(0)
})

test('what is taken back goes no further', async () => {
  const server = new FakeServer()
  const going = new AbortController()
  server.fault = ({ method }) => {
    if (method === 'PATCH') going.abort()
    return going.signal.aborted ? null : undefined
  }
  expect((await send(server, file, going.signal)).sent).toEqual({ gone: true })
})
