import { readFileSync } from 'node:fs'
import type { ObjectKind } from './expectations.ts'

/** What kind of thing the one parameter of an entry names. */
export type Takes =
  | 'handle'
  | 'channel'
  | 'channel name'
  | 'user'
  | 'user name'
  | 'asset'
  | 'preference'
  | 'policy'
  | 'file'
  | 'upload'
  | 'session'
  | 'invitation'
  | 'section'
  | 'shared section'
  | 'user group'
/**
 * A good call of an entry of the socket, by hand: `maybe` names the fields that may be left out, and `names` the one
 * that names something, which is a list where the good one is.
 */
export type SocketCall = {
  takes: Takes
  names: string
  fields: Readonly<Record<string, unknown>>
  maybe?: readonly string[]
}
/** How to call an entry with an object in the parameter that names something. */
export type HttpCall = {
  takes: Takes
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path(object: unknown): string
  headers?(object: unknown): Record<string, string>
  body?(object: unknown): unknown
}

const inGeneral = { takes: 'channel', names: 'channel' } as const
const once = { maybe: ['clientId'] } as const

export const socketCalls: Readonly<Record<string, SocketCall>> = {
  'message.post': {
    ...inGeneral,
    fields: { channel: '#general', clientId: 'a', text: 'A word.', files: [] },
    maybe: ['files'],
  },
  'message.edit': {
    ...inGeneral,
    fields: { channel: '#general', seq: 1, text: 'Another.', base: 1, clientId: 'g' },
    maybe: ['base', 'clientId'],
  },
  'message.delete': { ...inGeneral, fields: { channel: '#general', seq: 1, clientId: 'h' }, ...once },
  'file.hold': { takes: 'file', names: 'files', fields: { files: ['F0000000000'], clientId: 'x' }, ...once },
  files: {
    ...inGeneral,
    fields: { channel: '#general', type: 'image', user: 'U0000000000', after: '1-F0000000000' },
    maybe: ['channel', 'type', 'user', 'after'],
  },
  'reaction.add': { ...inGeneral, fields: { channel: '#general', seq: 1, name: 'tada', clientId: 'i' }, ...once },
  'reaction.remove': { ...inGeneral, fields: { channel: '#general', seq: 1, name: 'tada', clientId: 'j' }, ...once },
  'preview.remove': {
    ...inGeneral,
    fields: { channel: '#general', seq: 1, url: 'https://example.org/', clientId: 'previews' },
    ...once,
  },
  audience: { ...inGeneral, fields: { channel: '#general' } },
  versions: { ...inGeneral, fields: { channel: '#general', seq: 1 } },
  reactors: { ...inGeneral, fields: { channel: '#general', seq: 1, name: 'tada' } },
  own: { ...inGeneral, fields: { channel: '#general', from: 1, to: 2, since: 0 } },
  'channel.create': {
    takes: 'channel name',
    names: 'name',
    fields: { name: 'never', private: false, clientId: 'b' },
    maybe: ['private', 'clientId'],
  },
  'channel.join': { ...inGeneral, fields: { channel: '#general', clientId: 'c' }, ...once },
  'channel.leave': { ...inGeneral, fields: { channel: '#general', clientId: 'd' }, ...once },
  'channel.invite': {
    ...inGeneral,
    fields: { channel: '#general', users: ['U0000000000'], seq: 1, clientId: 'm' },
    maybe: ['seq', 'clientId'],
  },
  'channel.remove': { ...inGeneral, fields: { channel: '#general', user: 'U0000000000', clientId: 'n' }, ...once },
  'channel.admin': {
    ...inGeneral,
    fields: { channel: '#general', user: 'U0000000000', admin: true, clientId: 'o' },
    ...once,
  },
  'channel.posting': { ...inGeneral, fields: { channel: '#general', who: 'chosen', clientId: 'pa' }, ...once },
  'channel.voice': {
    ...inGeneral,
    fields: { channel: '#general', user: 'U0000000000', posts: true, clientId: 'pb' },
    ...once,
  },
  'channel.newcomers': { ...inGeneral, fields: { channel: '#general', newcomers: true, clientId: 'pc' }, ...once },
  'channel.rename': { ...inGeneral, fields: { channel: '#general', name: 'never', clientId: 'p' }, ...once },
  'channel.describe': {
    ...inGeneral,
    fields: { channel: '#general', topic: '', purpose: '', clientId: 'q' },
    maybe: ['topic', 'purpose', 'clientId'],
  },
  'channel.archive': { ...inGeneral, fields: { channel: '#general', clientId: 'r' }, ...once },
  'channel.unarchive': { ...inGeneral, fields: { channel: '#general', clientId: 's' }, ...once },
  'channel.convert': {
    ...inGeneral,
    fields: { channel: '#general', kind: 'private', name: 'never', clientId: 't' },
    maybe: ['name', 'clientId'],
  },
  'channel.delete': { ...inGeneral, fields: { channel: '#general', name: 'never', clientId: 'u' }, ...once },
  members: {
    ...inGeneral,
    fields: { channel: '#general', query: 'a', after: 'U0000000000' },
    maybe: ['query', 'after'],
  },
  channels: {
    takes: 'channel name',
    names: 'query',
    fields: { query: 'a', sort: 'name', after: 0, archived: false },
    maybe: ['query', 'sort', 'after', 'archived'],
  },
  'direct.open': { takes: 'user', names: 'users', fields: { users: ['U0000000000'], clientId: 'k' }, ...once },
  'direct.close': { ...inGeneral, fields: { channel: '#general', clientId: 'l' }, ...once },
  'profile.rename': { takes: 'user name', names: 'name', fields: { name: 'Never', clientId: 'e' }, ...once },
  'profile.edit': {
    takes: 'handle',
    names: 'handle',
    fields: { handle: '', fullName: '', pronouns: '', title: '', zone: '', clientId: 'v' },
    maybe: ['handle', 'fullName', 'pronouns', 'title', 'zone', 'clientId'],
  },
  'user.role': {
    takes: 'user',
    names: 'user',
    fields: { user: 'U0000000000', role: 'member', clientId: 'w' },
    ...once,
  },
  'user.deactivate': {
    takes: 'user',
    names: 'user',
    fields: { user: 'U0000000000', ban: false, clientId: 'y' },
    maybe: ['ban', 'clientId'],
  },
  'user.reactivate': { takes: 'user', names: 'user', fields: { user: 'U0000000000', clientId: 'z' }, ...once },
  'workspace.set': {
    takes: 'user name',
    names: 'name',
    fields: { name: 'Never', accent: 'teal', clientId: 'a1' },
    maybe: ['name', 'accent', 'clientId'],
  },
  'session.end': {
    takes: 'session',
    names: 'session',
    fields: { session: 'S0000000000', user: 'U0000000000', clientId: 'a2' },
    maybe: ['user', 'clientId'],
  },
  'session.endOthers': { takes: 'session', names: 'keep', fields: { keep: 'S0000000000', clientId: 'a3' }, ...once },
  'invitation.create': {
    takes: 'channel',
    names: 'channels',
    fields: { role: 'member', channels: ['C0000000000'], days: 1, uses: 1 },
    maybe: ['role', 'channels', 'days', 'uses'],
  },
  'invitation.revoke': {
    takes: 'invitation',
    names: 'invitation',
    fields: { invitation: 'I0000000000', clientId: 'a4' },
    ...once,
  },
  sessions: { takes: 'user', names: 'user', fields: { user: 'U0000000000' }, maybe: ['user'] },
  invitations: { takes: 'invitation', names: 'after', fields: { after: 'I0000000000' }, maybe: ['after'] },
  accounts: {
    takes: 'user',
    names: 'after',
    fields: { query: '', after: 'U0000000000' },
    maybe: ['query', 'after'],
  },
  'preference.set': {
    takes: 'preference',
    names: 'name',
    fields: { name: 'textSize', value: 16, clientId: 'g' },
    ...once,
  },
  'policy.set': {
    takes: 'policy',
    names: 'name',
    fields: { name: 'createPublic', value: 'admins', clientId: 'x' },
    ...once,
  },
  'place.arrange': {
    ...inGeneral,
    fields: { channel: '#general', star: true, mute: false, section: 'LSECTION01', level: 'all', clientId: 'm' },
    maybe: ['star', 'mute', 'section', 'level', 'clientId'],
  },
  'section.set': {
    takes: 'section',
    names: 'section',
    fields: {
      ...{ section: 'LSECTION01', name: 'Mine', rank: 1, folded: true, sort: 'name', unread: true, gone: false },
      ...{ hidden: false, clientId: 'n' },
    },
    maybe: ['name', 'rank', 'folded', 'sort', 'unread', 'hidden', 'gone', 'clientId'],
  },
  'section.share': {
    takes: 'shared section',
    names: 'section',
    fields: { section: 'E0000000000', name: 'All', rank: 1, channels: ['C0000000000'], gone: false, clientId: 'x' },
    maybe: ['section', 'name', 'rank', 'channels', 'gone', 'clientId'],
  },
  'usergroup.set': {
    takes: 'user group',
    names: 'group',
    fields: {
      ...{ group: 'S0000000000', name: 'Team', handle: 'team', description: '', channels: ['C0000000000'] },
      ...{ gone: false, clientId: 'y' },
    },
    maybe: ['group', 'name', 'handle', 'description', 'channels', 'gone', 'clientId'],
  },
  'usergroup.members': {
    takes: 'user group',
    names: 'group',
    fields: { group: 'S0000000000', add: ['U0000000000'], remove: ['U0000000000'], clientId: 'z' },
    maybe: ['add', 'remove', 'clientId'],
  },
  grouped: {
    takes: 'user group',
    names: 'group',
    fields: { group: 'S0000000000', query: 'a', after: 'U0000000000' },
    maybe: ['query', 'after'],
  },
  roster: {
    takes: 'channel name',
    names: 'query',
    fields: { query: 'a', after: 'a U0000000000' },
    maybe: ['after'],
  },
  usergroups: { takes: 'user', names: 'user', fields: { user: 'U0000000000' } },
  'read.mark': { ...inGeneral, fields: { channel: '#general', seq: 1, clientId: 'f' }, ...once },
  history: { ...inGeneral, fields: { channel: '#general', before: 2, limit: 2 }, maybe: ['before', 'limit'] },
  sync: {
    takes: 'channel',
    names: 'stream',
    fields: { epoch: 'E', stream: 'directory', since: 0, newest: { seq: 1, ts: '1.000000' }, whole: false },
    maybe: ['newest', 'whole'],
  },
  users: { takes: 'user', names: 'ids', fields: { ids: ['U0000000000'] } },
  people: { ...inGeneral, fields: { query: 'a', channel: '#general', limit: 3 }, maybe: ['channel', 'limit'] },
  places: {
    takes: 'channel',
    names: 'after',
    fields: { after: 'C0000000000', channels: ['C0000000000'] },
    maybe: ['after', 'channels'],
  },
  typing: { ...inGeneral, fields: { channel: '#general' } },
  presence: { takes: 'user', names: 'users', fields: { users: ['U0000000000'] } },
  watch: { ...inGeneral, fields: { channel: '#general' } },
  unwatch: { ...inGeneral, fields: { channel: '#general' } },
  abandoned: { ...inGeneral, fields: {} },
  ping: { ...inGeneral, fields: {} },
}

let calls = 0

/** The good call of an entry with this object in place of what it names. */
export const commandWith = (name: string, object: unknown): object => {
  const call = socketCalls[name]
  if (!call) throw new Error(`Nobody knows how to call ${name}.`)
  const { names, fields } = call
  const named = Array.isArray(fields[names]) ? [object] : object
  return { do: name, ...fields, ...('clientId' in fields && { clientId: `cell-${++calls}` }), [names]: named }
}

const asked = (path: string) => (object: unknown) => `${path}?object=${encodeURIComponent(text(object))}`

const tus = { 'tus-resumable': '1.0.0' }

const beginning = (channel: unknown): Record<string, string> => {
  const said = { channel: text(channel), name: 'a.txt', clientId: `cell-${++calls}` }
  const metadata = Object.entries(said).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  return { ...tus, 'upload-length': '1', 'upload-metadata': metadata.join(',') }
}

export const httpCalls: Readonly<Record<string, HttpCall>> = {
  'POST /auth/guest': {
    takes: 'user name',
    method: 'POST',
    path: () => '/auth/guest',
    body: name => ({ name }),
  },
  'POST /auth/sign-in': {
    takes: 'user name',
    method: 'POST',
    path: () => '/auth/sign-in',
    body: name => ({ by: 'password', name, password: 'nobody’s password' }),
  },
  'POST /auth/credentials': {
    takes: 'user',
    method: 'POST',
    path: () => '/auth/credentials',
    body: user => ({ do: 'link.hand', user }),
  },
  'GET /auth/ways': { takes: 'user', method: 'GET', path: asked('/auth/ways') },
  'GET /auth/provider/*': {
    takes: 'user',
    method: 'GET',
    path: object => `/auth/provider/${encodeURIComponent(text(object))}`,
  },
  'GET /sign-in': { takes: 'user', method: 'GET', path: asked('/sign-in') },
  'POST /auth/invitation': {
    takes: 'invitation',
    method: 'POST',
    path: () => '/auth/invitation',
    body: token => ({ token }),
  },
  'GET /auth/session': { takes: 'user', method: 'GET', path: asked('/auth/session') },
  'POST /auth/signout': { takes: 'user', method: 'POST', path: asked('/auth/signout'), body: user => ({ user }) },
  'GET /ws': { takes: 'user', method: 'GET', path: asked('/ws') },
  'GET /healthz': { takes: 'user', method: 'GET', path: asked('/healthz') },
  'GET /readyz': { takes: 'user', method: 'GET', path: asked('/readyz') },
  'GET /metrics': { takes: 'user', method: 'GET', path: asked('/metrics') },
  'GET /': { takes: 'channel', method: 'GET', path: asked('/') },
  'GET /c/*': { takes: 'channel', method: 'GET', path: object => `/c/${encodeURIComponent(text(object))}` },
  'GET /settings': { takes: 'user', method: 'GET', path: asked('/settings') },
  'GET /invite/*': { takes: 'user', method: 'GET', path: object => `/invite/${encodeURIComponent(text(object))}` },
  'GET /owner/*': { takes: 'user', method: 'GET', path: object => `/owner/${encodeURIComponent(text(object))}` },
  'POST /owner/*': { takes: 'user', method: 'POST', path: object => `/owner/${encodeURIComponent(text(object))}` },
  'POST /files': { takes: 'channel', method: 'POST', path: () => '/files', headers: beginning },
  'PATCH /files/*': {
    takes: 'upload',
    method: 'PATCH',
    path: object => `/files/${encodeURIComponent(text(object))}`,
    headers: () => ({ ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }),
    body: () => 'x',
  },
  'DELETE /files/*': {
    takes: 'upload',
    method: 'DELETE',
    path: object => `/files/${encodeURIComponent(text(object))}`,
    headers: () => tus,
  },
  'GET /files/*': { takes: 'file', method: 'GET', path: object => `/files/${encodeURIComponent(text(object))}/a.txt` },
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

const NOBODYS: Partial<Record<Takes, string>> = {
  channel: 'C0000000000',
  user: 'U0000000000',
  session: 'S0000000000',
  invitation: 'I0000000000',
  file: 'F0000000000',
  upload: 'F0000000000',
  'user group': 'S0000000000',
  'shared section': 'E0000000000',
}

/** The object of a cell. `existing` is what is there, `other` somebody else's id. */
export const objectOf = (kind: ObjectKind, takes: Takes, existing: string, other: string): unknown => {
  switch (kind) {
    case 'existing':
      return existing
    case 'unknown':
      return NOBODYS[takes] ?? `nobodys-${++names}`
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
