import type { Environment } from './api.ts'
import { attempt } from './attempt.ts'

const LEASE_MS = 15_000
const PREFIX = 'flack.lease.'

/** One tab at a time: Web Locks where there are any (https, localhost), else a lease in localStorage. */
export const exclusively: Environment['exclusively'] = async (name, work) => {
  if (navigator.locks) await navigator.locks.request(name, work)
  else await withLease(PREFIX + name, work)
}

/**
 * A hidden tab's timers are slow, so its lease may run out while it lives; then two tabs do the same work. Whoever uses
 * this must make that harmless.
 */
const withLease = async (key: string, work: () => Promise<void>): Promise<void> => {
  const owner = Math.random().toString(36)
  while (!take(key, owner)) await pause(LEASE_MS / 10)
  const renewal = setInterval(() => write(key, owner), LEASE_MS / 5)
  const release = () => {
    clearInterval(renewal)
    window.removeEventListener('pagehide', release)
    attempt(() => localStorage.removeItem(key))
  }
  window.addEventListener('pagehide', release)
  try {
    await work()
  } finally {
    release()
  }
}

const take = (key: string, owner: string): boolean => {
  const [holder, until] = (attempt(() => localStorage.getItem(key)) ?? '').split(' ')
  const left = Number(until) - Date.now()
  // A lease with more than `LEASE_MS` left is void: the clock was set back.
  if (holder !== owner && left > 0 && left <= LEASE_MS) return false
  write(key, owner)
  return true
}

const write = (key: string, owner: string): void => {
  attempt(() => localStorage.setItem(key, `${owner} ${Date.now() + LEASE_MS}`))
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
