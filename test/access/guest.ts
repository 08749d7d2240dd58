import { Connection } from './connection.ts'

export type Guest = { id: string; name: string; token: string }

let guests = 0

/** Joins by name, by default under one that nobody has. Throws where the server refuses. */
export const enter = async (url: string, name = `Guest ${++guests}`): Promise<Guest> => {
  const response = await fetch(`${url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name }) })
  const body = (await response.json()) as { user: { id: string; name: string }; token: string }
  if (!response.ok) throw new Error(`${name}: ${JSON.stringify(body)}`)
  return { ...body.user, token: body.token }
}

export type Member = Guest & { socket: Connection }

/** Somebody who has joined and holds a greeted socket. */
export const connect = async (url: string, name?: string): Promise<Member> => {
  const guest = await enter(url, name)
  return { ...guest, socket: await Connection.greeted(url, guest.token) }
}
