import { readFileSync } from 'node:fs'

const ESTABLISHED = '01'

/**
 * What Linux holds of the IPv4 connections from this machine to a port of it, in bytes that were sent there and not read
 * here, by the port that each comes from. Those that the other side has ended are left out.
 */
export const heldBySystem = (port: number): Map<number, number> => {
  const sent = new Map<number, number>()
  const arrived = new Map<number, number>()
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, near = '', far = '', state, queues = ''] = line.trim().split(/\s+/)
    const [sending = '', waiting = ''] = queues.split(':')
    if (portOf(near) === port && state === ESTABLISHED) sent.set(portOf(far), Number.parseInt(sending, 16))
    else if (portOf(far) === port) arrived.set(portOf(near), Number.parseInt(waiting, 16))
  }
  return new Map([...sent].map(([from, bytes]) => [from, bytes + (arrived.get(from) ?? 0)]))
}

const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16)

export type OverrunOptions = {
  /** Of the server. */
  port: number
  /** Where the connections come from that nobody reads. */
  from: readonly number[]
  /** Bytes that each of them should have got by now. */
  due: () => number
  /** More than that may not wait in the server. */
  bytes: number
}

/**
 * Watches connections that nobody reads. `stop`: for how long each for which too much waited in the server was kept after
 * that, milliseconds; infinite where it still is.
 */
export const watchOverruns = ({ port, from, due, bytes }: OverrunOptions): { stop(): number[] } => {
  const since = new Map<number, number>()
  const kept = new Map<number, number>()
  const look = () => {
    const held = heldBySystem(port)
    for (const each of from.filter(each => !kept.has(each))) {
      const inSystem = held.get(each)
      const began = since.get(each)
      if (inSystem === undefined) kept.set(each, began === undefined ? 0 : performance.now() - began)
      // Where nothing lies there was nothing to read: no socket of ours, but a connection kept after a request.
      else if (began === undefined && inSystem > 0 && due() - inSystem > bytes) since.set(each, performance.now())
    }
  }
  const timer = setInterval(look, 200)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return [...since.keys()].map(each => kept.get(each) ?? Number.POSITIVE_INFINITY)
    },
  }
}
