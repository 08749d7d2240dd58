import { BenchError } from './bench.ts'
import type { Running } from './running.ts'

/** Somebody who joined through the front door. */
export type Person = { id: string; token: string }

/** How many ask at a time. */
const AT_ONCE = 64

/** Joins by display name, as the page does it. */
const joinAs = async ({ port }: Running, name: string): Promise<Person> => {
  const response = await fetch(`http://127.0.0.1:${port}/auth/guest`, {
    method: 'POST',
    body: JSON.stringify({ name }),
  })
  if (!response.ok) throw new BenchError(`${name} could not join: ${response.status}`)
  const { user, token } = (await response.json()) as { user: { id: string }; token: string }
  return { id: user.id, token }
}

export const joinMany = (server: Running, count: number): Promise<Person[]> =>
  manyAtOnce(count, index => joinAs(server, `Reader ${index}`))

/** Creates a public channel in which the person holds the first seat; answers its id. */
export const createChannel = ({ port }: Running, { token }: Person, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { authorization: `Bearer ${token}` } })
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as { hello?: object; re?: number; ok?: { channel: string } }
      if (frame.hello) socket.send(JSON.stringify({ id: 1, do: 'channel.create', name }))
      if (frame.re !== 1) return
      socket.close()
      if (frame.ok) resolve(frame.ok.channel)
      else reject(new BenchError(`#${name} could not be created: ${data}`))
    }
    socket.onerror = () => reject(new BenchError(`#${name} could not be created: no connection.`))
  })

/** Does something for each index, some at a time; the answers in order. */
export const manyAtOnce = async <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => {
  const answers: T[] = []
  for (let at = 0; at < count; at += AT_ONCE) {
    const portion = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, offset) => work(at + offset))
    answers.push(...(await Promise.all(portion)))
  }
  return answers
}
