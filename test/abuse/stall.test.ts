import { expect, test } from 'bun:test'
import { Session, type SessionContext } from '#edge/session.ts'
import type { Socket } from '#edge/socket.ts'
import { SILENCE_MS } from '#protocol/limits.ts'

let now = 1_000_000

/** All that the watchdog looks at. */
const stage = () => {
  const closes: number[] = []
  const socket = { waiting: 0, getBufferedAmount: () => socket.waiting, close: (code: number) => closes.push(code) }
  const context = { monotonic: () => now } as unknown as SessionContext
  const session = new Session(context, { user: 'U1', session: 'S1' }, socket as unknown as Socket, 0)
  /** A second passes; the client says something, so that it is not silent. */
  const second = () => {
    now += 1000
    session.message('{"do":"ping"}')
    session.watchdog()
  }
  return { closes, socket, second }
}

const SECONDS = SILENCE_MS / 1000
const EARLY = 64

test('[SLOW] a client that speaks and never reads is closed with 4008 after 35 s, however little waits', () => {
  const { closes, socket, second } = stage()
  second()
  socket.waiting = 1
  for (let n = 0; n < SECONDS; n++) second()
  expect(closes).toEqual([])
  second()
  expect(closes).toEqual([4008])
})

test('[SLOW] one that reads, however slowly, is not', () => {
  const { closes, socket, second } = stage()
  for (let n = 0; n < EARLY - 1; n++) {
    // More comes than leaves, but now and then some leaves.
    socket.waiting += n % 30 === 29 ? -1 : 1000
    second()
  }
  expect(closes).toEqual([])
})
