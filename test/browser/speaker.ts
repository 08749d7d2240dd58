import type { Server } from '../support/server.ts'

/** The tests are typed with the browser's WebSocket, which has no headers. */
const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket

const AT_ONCE = 500

/** Somebody without a browser, to fill channels quickly. */
export interface Speaker {
  create(name: string): Promise<string>
  join(channel: string): Promise<void>
  rename(name: string): Promise<void>
  /** Posts the texts in order. */
  say(channel: string, texts: readonly string[]): Promise<void>
  /** Any command; throws where it is refused. */
  ask(name: string, fields: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): void
}

/** Somebody with a name of their own. */
export interface Joined extends Speaker {
  readonly id: string
}

/** Signs in over the wire. */
export const speaker = async (server: Pick<Server, 'url'>, name: string): Promise<Joined> => {
  const answer = await fetch(`${server.url}/auth/guest`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  const { token, user } = (await answer.json()) as { token: string; user: { id: string } }
  return { ...(await speakerWith(server, token, name)), id: user.id }
}

/** A program of somebody who is signed in: it posts with their session's token. */
export const speakerWith = async (server: Pick<Server, 'url'>, token: string, name: string): Promise<Speaker> => {
  const socket = new BunWebSocket(`${server.url.replace('http', 'ws')}/ws`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  const waiting = new Map<number, { resolve: (ok: Record<string, unknown>) => void; reject: (error: Error) => void }>()
  socket.onmessage = event => {
    const frame = JSON.parse(String(event.data)) as { re?: number; ok?: Record<string, unknown>; refused?: unknown }
    const asked = waiting.get(frame.re ?? -1)
    if (frame.ok !== undefined) asked?.resolve(frame.ok)
    else asked?.reject(new Error(`${name} was refused: ${JSON.stringify(frame.refused)}`))
  }
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const heartbeat = setInterval(() => socket.send('{"do":"ping"}'), 15_000)
  const begun = Date.now()
  let id = 0
  const ask = (name: string, fields: Record<string, unknown>) => {
    id += 1
    socket.send(JSON.stringify({ id, do: name, ...fields }))
    return new Promise<Record<string, unknown>>((resolve, reject) => waiting.set(id, { resolve, reject }))
  }
  return {
    create: async name => String((await ask('channel.create', { name })).channel),
    rename: async name => {
      await ask('profile.rename', { name })
    },
    join: async channel => {
      await ask('channel.join', { channel })
    },
    say: async (channel, texts) => {
      // A server whose queue is full says so: not all of ten thousand at once.
      for (let from = 0; from < texts.length; from += AT_ONCE) {
        const some = texts.slice(from, from + AT_ONCE)
        await Promise.all(
          some.map(text => ask('message.post', { channel, text, clientId: `speaker-${begun}-${id + 1}` })),
        )
      }
    },
    ask,
    close: () => {
      clearInterval(heartbeat)
      socket.close()
    },
  }
}
