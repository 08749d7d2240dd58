import type { Environment, Storage, StoredValue } from '#web/sync/api.ts'
import { readSession } from '#web/sync/auth.ts'
import { FakePage } from '../support/fake-page.ts'

/** So much faster runs the client's clock, so that half a minute of silence can be waited for. */
const HASTE = 10

/**
 * The client's surroundings outside of a browser: real sockets and requests, storage that lives as long as the test.
 * With a `haste` of 1 its clock is the real one.
 */
export const realEnvironment = (name: string, port: number, haste = HASTE): Environment => {
  const base = `127.0.0.1:${port}`
  const memory = new Map<string, string>()
  let token = ''
  let ids = 0
  return {
    now: () => Math.floor(performance.now() * haste),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms / haste)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    newClientId: () => `${name}-${++ids}`,
    connect: handlers => connect(`ws://${base}/ws`, token, handlers),
    signIn: async asked => {
      const response = await fetch(`http://${base}/auth/guest`, {
        method: 'POST',
        body: JSON.stringify({ name: asked }),
      })
      const body = (await response.json()) as { user: { id: string; name: string }; token: string }
      token = body.token
      return body.user
    },
    signOut: async () => {},
    whoAmI: async () => {
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`http://${base}/auth/session`, { headers }).catch(() => null)
      return response?.status === 200 ? readSession(await response.json()) : 'away'
    },
    onWake: () => () => {},
    onHide: () => () => {},
    storage: storageOf(new Map()),
    memory: {
      get: key => memory.get(key) ?? null,
      set: (key, value) => memory.set(key, value) !== undefined,
      remove: key => void memory.delete(key),
    },
    exclusively: (_name, work) => work(),
    broadcast: { post: () => {}, listen: () => () => {} },
    page: new FakePage(),
  }
}

/** Bun's, which sends headers; the types of the page's code know only the browser's. */
const WithHeaders = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket

const connect = (
  url: string,
  token: string,
  { message, close }: Parameters<Environment['connect']>[0],
): ReturnType<Environment['connect']> => {
  const socket = new WithHeaders(url, { headers: { authorization: `Bearer ${token}` } })
  socket.onmessage = ({ data }) => message(String(data))
  socket.onclose = ({ code }) => close(code)
  return { send: text => socket.send(text), close: code => socket.close(code) }
}

const storageOf = (tables: Map<string, Map<string, StoredValue>>): Storage => {
  const table = (name: string) => tables.get(name) ?? tables.set(name, new Map()).get(name) ?? new Map()
  return {
    read: async (name, key) => table(name).get(key) ?? null,
    readAll: async name => [...table(name).values()],
    write: async (puts, deletes) => {
      for (const { table: name, value } of puts) table(name).set(value.key, structuredClone(value))
      for (const { table: name, key } of deletes) table(name).delete(key)
    },
    clear: async names => {
      for (const name of names ?? [...tables.keys()]) tables.delete(name)
    },
  }
}
