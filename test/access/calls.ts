import { readFileSync } from 'node:fs'
import type { ObjectKind } from './expectations.ts'

/** What kind of thing the one parameter of an entry names. */
export type Takes = 'channel' | 'channel name' | 'user' | 'user name' | 'asset'
/** How to call an entry with an object in that parameter. */
export type SocketCall = { takes: Takes; command(object: unknown): object }
export type HttpCall = {
  takes: Takes
  method: 'GET' | 'POST'
  path(object: unknown): string
  body?(object: unknown): unknown
}

let posts = 0

export const socketCalls: Readonly<Record<string, SocketCall>> = {
  'message.post': {
    takes: 'channel',
    command: channel => ({ do: 'message.post', channel, clientId: `cell-${++posts}`, text: 'A word.' }),
  },
  'channel.create': { takes: 'channel name', command: name => ({ do: 'channel.create', name }) },
  'channel.join': { takes: 'channel', command: channel => ({ do: 'channel.join', channel }) },
  'channel.leave': { takes: 'channel', command: channel => ({ do: 'channel.leave', channel }) },
  'profile.rename': { takes: 'user name', command: name => ({ do: 'profile.rename', name }) },
  'read.mark': { takes: 'channel', command: channel => ({ do: 'read.mark', channel, seq: 1 }) },
  history: { takes: 'channel', command: channel => ({ do: 'history', channel }) },
  sync: { takes: 'channel', command: stream => ({ do: 'sync', epoch: '', stream, since: 0 }) },
  users: { takes: 'user', command: id => ({ do: 'users', ids: [id] }) },
  places: { takes: 'channel', command: after => ({ do: 'places', after }) },
  typing: { takes: 'channel', command: channel => ({ do: 'typing', channel }) },
  presence: { takes: 'user', command: id => ({ do: 'presence', users: [id] }) },
  watch: { takes: 'channel', command: channel => ({ do: 'watch', channel }) },
  unwatch: { takes: 'channel', command: channel => ({ do: 'unwatch', channel }) },
  ping: { takes: 'channel', command: channel => ({ do: 'ping', channel }) },
}

const asked = (path: string) => (object: unknown) => `${path}?object=${encodeURIComponent(text(object))}`

export const httpCalls: Readonly<Record<string, HttpCall>> = {
  'POST /auth/guest': {
    takes: 'user name',
    method: 'POST',
    path: () => '/auth/guest',
    body: name => ({ name }),
  },
  'GET /auth/session': { takes: 'user', method: 'GET', path: asked('/auth/session') },
  'POST /auth/signout': { takes: 'user', method: 'POST', path: asked('/auth/signout'), body: user => ({ user }) },
  'GET /ws': { takes: 'user', method: 'GET', path: asked('/ws') },
  'GET /healthz': { takes: 'user', method: 'GET', path: asked('/healthz') },
  'GET /readyz': { takes: 'user', method: 'GET', path: asked('/readyz') },
  'GET /metrics': { takes: 'user', method: 'GET', path: asked('/metrics') },
  'GET /': { takes: 'channel', method: 'GET', path: asked('/') },
  'GET /c/*': { takes: 'channel', method: 'GET', path: object => `/c/${encodeURIComponent(text(object))}` },
  'GET /worker.js': { takes: 'asset', method: 'GET', path: asked('/worker.js') },
  'GET /assets/*': { takes: 'asset', method: 'GET', path: object => `/assets/${encodeURIComponent(text(object))}` },
}

const text = (object: unknown): string => (typeof object === 'string' ? object : JSON.stringify(object))

/** The name of a file below `/assets/` of the built page. */
export const someAsset = (): string => {
  const manifest: { files: { path: string }[] } = JSON.parse(
    readFileSync(`${import.meta.dir}/../../dist/web/manifest.json`, 'utf8'),
  )
  const found = manifest.files.find(({ path }) => path.startsWith('assets/'))
  if (!found) throw new Error('The built page has no assets.')
  return found.path.slice('assets/'.length)
}

let names = 0

/** The object of a cell. `existing` is what is there, `other` somebody else's id. */
export const objectOf = (kind: ObjectKind, takes: Takes, existing: string, other: string): unknown => {
  switch (kind) {
    case 'existing':
      return existing
    case 'unknown':
      return { channel: 'C0000000000', user: 'U0000000000' }[takes as string] ?? `nobodys-${++names}`
    case 'user-id':
      return other
    case 'number':
      return 7
    case 'object':
      return { $gt: '' }
    case 'array':
      return [existing]
    case 'null':
      return null
    case 'nothing':
      return `#nothing-${++names}`
  }
}
