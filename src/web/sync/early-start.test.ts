import { expect, test } from 'bun:test'
import { takeOver } from './early-start.ts'

/** As much of a browser's socket as is used. */
class FakeSocket extends EventTarget {
  readonly sent: string[] = []
  readonly readyState: number
  onmessage: ((event: { data: string }) => void) | null = null

  constructor(readyState: number) {
    super()
    this.readyState = readyState
  }

  send(text: string): void {
    this.sent.push(text)
  }
}

const takenOver = (readyState: number, heard: string[]) => {
  const socket = new FakeSocket(readyState)
  const told: string[] = []
  const taken = takeOver(
    { socket: socket as unknown as WebSocket, heard },
    { message: text => told.push(text), close: code => told.push(`close ${code}`) },
  )
  return { socket, told, taken }
}

test('what was heard is told in order, after the connection is known and before anything new', async () => {
  const { socket, told, taken } = takenOver(WebSocket.OPEN, ['hello', 'one'])
  expect(taken).toBe(socket as unknown as WebSocket)
  expect(told).toEqual([])
  await Promise.resolve()
  socket.onmessage?.({ data: 'two' })
  socket.dispatchEvent(new CloseEvent('close', { code: 4001 }))
  expect(told).toEqual(['hello', 'one', 'two', 'close 4001'])
})

test('a connection that may have been silent for long says at once that somebody is there', () => {
  expect(takenOver(WebSocket.OPEN, []).socket.sent).toEqual(['{"do":"ping"}'])
})

test('one that is still being opened is told nothing, since it cannot be', () => {
  const { socket, told } = takenOver(WebSocket.CONNECTING, [])
  socket.onmessage?.({ data: 'hello' })
  expect(told).toEqual(['hello'])
  expect(socket.sent).toEqual([])
})

test('one that is over is not taken', () => {
  for (const state of [WebSocket.CLOSING, WebSocket.CLOSED]) expect(takenOver(state, ['hello']).taken).toBeNull()
})
