import { Counter, Counters, Histogram } from './meter.ts'

/** 1 to 512 commands are committed together. */
const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What this process counts, for `GET /metrics`; docs/operations.md lists the same names. Never ids, names or texts as labels. */
export const createMetrics = () => ({
  posted: new Counter('flack_messages_posted_total', 'Messages that were kept and acknowledged, each once.'),
  duplicates: new Counter('flack_messages_duplicate_total', 'Resends that got the first answer again.'),
  refusals: new Counters('flack_refusals_total', 'Refusals that were sent over sockets.', ['code']),
  commits: new Histogram('flack_commit_commands', 'Commands that one commit wrote.', BATCHES),
  commitSeconds: new Histogram('flack_commit_seconds', 'From the beginning of a commit until it was durable.', SECONDS),
  failedCommits: new Counter('flack_commit_failures_total', 'Commits that the database refused or lost.'),
  failedBackups: new Counter('flack_backup_failures_total', 'Backups by the server itself that failed.'),
  failedFollowers: new Counters(
    'flack_follower_failures_total',
    'Commits of followers that failed, and are tried again.',
    ['follower'],
  ),
  frames: new Counters('flack_frames_published_total', 'Frames that were published to a topic, once for all.', [
    'kind',
  ]),
  deliveries: new Counters('flack_deliveries_total', 'Frames times the sockets that they were for.', ['kind']),
  repairs: new Counter('flack_holes_repaired_total', 'Reads that fetched what a lost hint would have brought.'),
  syncs: new Counter('flack_sync_answers_total', 'Answers to clients that asked for what they missed.'),
  resets: new Counter('flack_sync_resets_total', 'Those among them that sent the client back to the beginning.'),
  opened: new Counter('flack_sockets_opened_total', 'Sockets that were opened.'),
  closed: new Counters('flack_sockets_closed_total', 'Sockets that were closed, by code.', ['code']),
  http: new Counters('flack_http_requests_total', 'HTTP requests that were answered.', ['route', 'status']),
})

export type Metrics = ReturnType<typeof createMetrics>

/** All of them as Prometheus reads them. */
export const metricsText = (metrics: Metrics): string =>
  Object.values(metrics)
    .map(meter => meter.text())
    .join('')
