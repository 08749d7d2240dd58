import { statfs } from 'node:fs/promises'
import type { App } from '#app/app.ts'
import { json } from './answers.ts'
import type { Hub } from './hub.ts'

const MIB = 1024 * 1024
/** Below the first the operator is warned, below the second nothing more is taken. */
const DISK_LOW = 512 * MIB
const DISK_EMPTY = 64 * MIB

export type Vitals = { app: App; hub: Hub; dataDir: string; limited: boolean; stopping: () => boolean }

/** `GET /readyz`: 200 or 503, and why. What is degraded still serves. */
export const readyz = async ({ app, dataDir, limited, stopping }: Vitals): Promise<Response> => {
  const faults = await app.check()
  const free = await freeBytes(dataDir)
  const checks = {
    store: faults.store === null,
    bus: faults.bus === null,
    disk: free >= DISK_EMPTY,
    serving: !stopping(),
  }
  const degraded = [
    ...(checks.bus ? [] : ['bus']),
    ...(free < DISK_LOW ? ['disk'] : []),
    ...(limited ? [] : ['limits']),
  ]
  const ready = checks.store && checks.disk && checks.serving
  return json(ready ? 200 : 503, { ready, checks, degraded, limits: limited ? 'on' : 'off' })
}

/** `GET /metrics` for Prometheus. */
export const metrics = ({ hub }: Vitals): Response => {
  const { rss } = process.memoryUsage()
  const lines = [
    gauge('flack_sockets', 'Open sockets.', hub.sockets),
    gauge('flack_resident_bytes', 'Memory that the process holds.', rss),
    gauge('flack_uptime_seconds', 'Since the process started.', process.uptime()),
  ]
  return new Response(lines.join(''), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
}

const gauge = (name: string, help: string, value: number): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`

const freeBytes = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize
}
