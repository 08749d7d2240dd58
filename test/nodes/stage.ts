import { Connection } from '../access/connection.ts'
import { enter, type Guest } from '../access/guest.ts'
import { seeded } from '../fire/random.ts'
import type { Nats } from '../support/nats.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type FaultyProxy, startProxy } from '../support/proxy.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { type Messenger, startMessenger } from './messenger.ts'

/** A real process, its own data directory, and its own ways to PostgreSQL and NATS, which can be made bad. */
export type StagedNode = { server: Server; database: FaultyProxy; messenger: Messenger; up: boolean }

type StageOptions = { seed?: number; env?: Record<string, string> }

/** Two nodes that start at once on a new database. Limits are lifted unless `env` says otherwise. */
export const openStage = async (nats: Nats, { seed = 1, env: further = {} }: StageOptions = {}) => {
  const database = new URL(await freshDatabase())
  const node = async (number: number): Promise<StagedNode> => {
    const proxy = await startProxy(Number(database.port))
    const messenger = await startMessenger(nats.url, seeded(seed + number))
    const url = new URL(database)
    url.port = String(proxy.port)
    const env = { FLACK_LIMITS: 'off', ...further, DATABASE_URL: url.href, NATS_URL: messenger.url }
    return { server: await startServer({ env }), database: proxy, messenger, up: true }
  }
  const nodes = await Promise.all([node(0), node(1)])
  const [one, two] = nodes as [StagedNode, StagedNode]
  await connected(nodes)
  return {
    one,
    two,
    nodes,
    /** Everybody has a node of their own, and goes to the other while it is down. */
    urlOf: (client: number) =>
      (nodes[client % 2]?.up ? nodes[client % 2] : nodes.find(({ up }) => up))?.server.url ?? '',
    close: async () => {
      for (const { server, database: proxy, messenger } of nodes) {
        proxy.set('pass')
        await server.stop()
        await proxy.close()
        await messenger.close()
      }
    },
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

/** What `/readyz` says. */
export const readiness = async ({ server }: StagedNode) => {
  const response = await fetch(`${server.url}/readyz`)
  const { checks, degraded } = (await response.json()) as { checks: Record<string, boolean>; degraded: string[] }
  return { status: response.status, checks, degraded }
}

/** Resolves when all nodes reach PostgreSQL and NATS. */
export const connected = (nodes: readonly StagedNode[]): Promise<unknown> =>
  until(
    async () => {
      const all = await Promise.all(nodes.map(readiness))
      return all.every(({ checks }) => checks.store && checks.bus)
    },
    { timeout: 20_000, what: 'the nodes to reach PostgreSQL and NATS' },
  )

/** Somebody new, with a socket at a node. */
export const arrive = async (node: StagedNode, name?: string): Promise<Guest & { socket: Connection }> => {
  const guest = await enter(node.server.url, name)
  return { ...guest, socket: await socketAt(node, guest) }
}

/** One more socket of somebody's, at any node. */
export const socketAt = ({ server }: StagedNode, { token }: Guest): Promise<Connection> =>
  Connection.greeted(server.url, token)

/** Every row that a socket was sent, live. */
export const rowsOf = ({ frames }: Connection): Record<string, unknown>[] =>
  frames.flatMap(({ rows }) => (rows ?? []) as Record<string, unknown>[])

/** The texts of messages that a socket was sent live. */
export const textsOf = (socket: Connection): unknown[] =>
  rowsOf(socket).flatMap(({ row, text }) => (row === 'message' ? [text] : []))
