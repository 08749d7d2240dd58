import { expect, test } from 'bun:test'
import { Connection } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { crash, type Fault } from '../fire/crash.ts'
import type { Recorded } from '../fire/history.ts'
import { full } from '../support/full.ts'
import { patience, within } from '../support/pace.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { request } from './http-cases.ts'
import { RawSocket } from './raw-socket.ts'

const idle = full ? 1000 : 120
const rounds = full ? 20 : 3
/** So long it may take to end, and so long somebody may be out. */
const END_MS = 30_000
const OUT_MS = 5000

test(
  '[R-28] told to stop it says so at once, opens nothing, finishes what was begun, and closes everybody in turn with 1012',
  async () => {
    const server = await startServer({ args: ['--limits', 'off', '--log', 'debug'] })
    const { token } = await enter(server.url)
    const crowd = await Promise.all(Array.from({ length: idle }, () => Connection.greeted(server.url, token)))
    const begun = new RawSocket(server.port)
    begun.write(request('POST /auth/guest HTTP/1.1', ['Content-Length: 14']))
    const last = await openTo(server.port)

    const told = performance.now()
    const exited = server.stop()
    const ready = await until(async () => {
      const answer = await fetch(`${server.url}/readyz`)
      return answer.status === 503 && answer
    })
    expect(await ready.json()).toMatchObject({ ready: false, checks: { serving: false } })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const upgrade = await fetch(`${server.url}/ws`, { headers: { authorization: `Bearer ${token}` } })
    expect([upgrade.status, upgrade.headers.get('retry-after')]).toEqual([503, '1'])
    begun.write('{"name":"Eva"}')
    await until(() => begun.head !== '', { what: 'the answer to what was begun' })
    expect(begun.head).toStartWith('HTTP/1.1 200')

    expect(await exited).toBe(0)
    expect(performance.now() - told).toBeLessThan(within(END_MS))
    expect(await Promise.all(crowd.map(each => each.ends()))).toEqual(Array(idle).fill(1012))
    const closed = timesOfClosing(server.logs())
    expect(closed).toHaveLength(idle)
    // Portions of fifty, a tenth of a second apart; the last one may be a small one.
    expect(Math.max(...closed) - Math.min(...closed)).toBeGreaterThanOrEqual(100)
    last.destroy()
    begun.destroy()
  },
  patience(60_000),
)

/** When a server that logs `debug` saw each socket close, milliseconds since 1970. */
const timesOfClosing = (logs: string): number[] =>
  logs.split('\n').flatMap(line => (line.includes('"socket.closed"') ? Date.parse(JSON.parse(line).time) : []))

/** A connection that says nothing must not keep the server. */
const openTo = async (port: number): Promise<RawSocket> => {
  const socket = new RawSocket(port)
  await new Promise(resolve => socket.tcp.once('connect', resolve))
  return socket
}

test(
  '[R-28] restarts under load lose, double and fail nothing',
  async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const codes: number[] = []
    const ends: number[] = []
    const strike = async () => {
      const told = performance.now()
      codes.push(await server.stop())
      ends.push(performance.now() - told)
    }
    const fault: Fault = { strike, heal: () => server.restart() }
    const report = await crash({ seed: Date.now() % 1_000_000, rounds, url: () => server.url, fault: () => fault })
    expect(report.violations).toEqual([])
    expect(codes).toEqual(Array(rounds).fill(0))
    expect(Math.max(...ends)).toBeLessThan(within(END_MS))
    const outages = outagesIn(report.recorder.history)
    console.log(`out ${outages.length} times, for ${Math.round(Math.max(...outages))} ms at most`)
    expect(outages.length).toBeGreaterThanOrEqual(rounds)
    expect(Math.max(...outages)).toBeLessThan(within(OUT_MS))
    const failed = report.recorder.history.filter(each => each.kind === 'send' && each.phase === 'fail')
    expect(failed).toEqual([])
    expect(report.acknowledged).toBeGreaterThan(100)
    await server.stop()
  },
  patience(full ? 300_000 : 60_000),
)

/** How long each time was between the end of a client's connection and its next hello, milliseconds. */
const outagesIn = (history: readonly Recorded[]): number[] => {
  const lost = new Map<string, number>()
  return history.flatMap(each => {
    if (each.kind === 'view' && !each.rest) lost.set(each.client, each.t)
    if (each.kind !== 'head') return []
    const since = lost.get(each.client)
    if (since === undefined) return []
    lost.delete(each.client)
    return each.t - since
  })
}
