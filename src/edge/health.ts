import { statfs } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'
import type { App } from '#app/app.ts'
import { counterText, gaugesText, gaugeText } from '#app/meter.ts'
import { metricsText } from '#app/metrics.ts'
import { PROTOCOL } from '#protocol/version.ts'
import { json } from './answers.ts'
import type { Hub } from './hub.ts'

const MIB = 1024 * 1024
/** Below the first the operator is warned, below the second nothing more is taken. */
const DISK_LOW = 512 * MIB
const DISK_EMPTY = 64 * MIB

export type Vitals = {
  app: App
  hub: Hub
  /** Of the page. */
  build: string
  dataDir: string
  limited: boolean
  stopping: () => boolean
  /** Seconds, the longest since the last call. */
  longestDelay: () => number
}

/** `GET /readyz`: 200 or 503, and why. What is degraded still serves. */
export const readyz = async ({ app, dataDir, limited, stopping }: Vitals): Promise<Response> => {
  const faults = await app.check()
  const free = await freeBytes(dataDir)
  const checks = {
    store: faults.store === null,
    bus: faults.bus === null,
    disk: free >= DISK_EMPTY,
    serving: !stopping() && !app.fence.isStale(),
  }
  const degraded = [
    ...(checks.bus ? [] : ['bus']),
    ...(free < DISK_LOW ? ['disk'] : []),
    ...(limited ? [] : ['limits']),
  ]
  const ready = checks.store && checks.disk && checks.serving
  const why = faults.store ?? (checks.disk ? undefined : 'The disk is full but for a few megabytes.')
  return json(ready ? 200 : 503, {
    ready,
    checks,
    degraded,
    limits: limited ? 'on' : 'off',
    ...(why !== undefined && { why }),
  })
}

/** `GET /metrics` for Prometheus: what the process counted, and how it is just now. */
export const metrics = async ({ app, hub, build, dataDir, longestDelay }: Vitals): Promise<Response> => {
  const cpu = process.cpuUsage()
  const text = [
    metricsText(app.metrics),
    gaugesText('flack_follower_lag', 'Changes that a follower has yet to see.', 'follower', await lags(app)),
    gaugesText(
      'flack_jobs',
      'Jobs that wait or are worked on, and those that failed too often.',
      'state',
      await jobs(app),
    ),
    gaugeText('flack_sockets', 'Open sockets.', hub.sockets),
    gaugeText('flack_event_loop_delay_seconds', 'The longest since the last time that somebody asked.', longestDelay()),
    counterText('flack_cpu_seconds_total', 'Processor time, user and system.', (cpu.user + cpu.system) / 1e6),
    gaugeText('flack_resident_bytes', 'Memory that the process holds.', process.memoryUsage.rss()),
    gaugeText('flack_disk_free_bytes', 'Free on the disk of the data directory.', await freeBytes(dataDir)),
    gaugeText('flack_start_time_seconds', 'When the process started, since 1970.', performance.timeOrigin / 1000),
    gaugeText('flack_build_info', 'Always 1; what runs is in the labels.', 1, [
      ['build', build],
      ['protocol', PROTOCOL],
    ]),
  ]
  return new Response(text.join(''), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
}

/** While the database does not answer nobody knows. */
const lags = (app: App): Promise<ReadonlyMap<string, number>> => app.followers.lags().catch(() => new Map())

const jobs = async (app: App): Promise<ReadonlyMap<string, number>> =>
  new Map(Object.entries(await app.jobs.counts().catch(() => ({}))))

const DELAY_RESOLUTION_MS = 50

/** Watches from now on how late the event loop is. Returns what asks for the longest delay since the last asking, seconds. */
export const watchEventLoop = (): (() => number) => {
  const delays = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS })
  delays.enable()
  return () => {
    const longest = delays.max
    delays.reset()
    return longest / 1e9
  }
}

const freeBytes = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await promisify(statfs)(dir)
  return bavail * bsize
}
