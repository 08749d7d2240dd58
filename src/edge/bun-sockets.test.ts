import { expect, test } from 'bun:test'
import { drain } from './bun-sockets.ts'
import type { Socket } from './socket.ts'

/** How many sockets were told to come back before each pause and after the last, and how long all pauses took. */
const portions = async (sockets: number, spread: number) => {
  const told = [0]
  let waited = 0
  const close = (code: number) => {
    expect(code).toBe(1012)
    told.push((told.pop() ?? 0) + 1)
  }
  const pause = async (ms: number) => {
    waited += ms
    told.push(0)
  }
  const sessions = Array.from({ length: sockets }, () => ({ socket: { close } as unknown as Socket }))
  await drain(sessions, spread, pause)
  return { told, waited }
}

test('[R-28] a few sockets go at once, more in portions, all within the time that there is', async () => {
  expect(await portions(0, 1000)).toEqual({ told: [0], waited: 0 })
  expect(await portions(50, 1000)).toEqual({ told: [50], waited: 0 })
  expect(await portions(120, 10_000)).toEqual({ told: [50, 50, 20], waited: 200 })
  expect(await portions(2000, 1000)).toEqual({ told: Array(10).fill(200), waited: 900 })
  expect(await portions(20_000, 10_000)).toEqual({ told: Array(100).fill(200), waited: 9900 })
})
