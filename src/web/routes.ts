/** Where the page can be. `channel` is an id or a name. */
export type Route =
  | { page: 'last' }
  | { page: 'channel'; channel: string; seq: number | null }
  | { page: 'settings' }
  | { page: 'unknown'; path: string }

/** The route of an address's path. */
export const parseRoute = (path: string): Route => {
  if (path === '/') return { page: 'last' }
  if (path === '/settings') return { page: 'settings' }
  const [, channel, seq] = /^\/c\/([^/]+)(?:\/([1-9]\d{0,14}))?\/?$/.exec(path) ?? []
  const name = channel === undefined ? null : decoded(channel)
  if (name === null) return { page: 'unknown', path }
  return { page: 'channel', channel: name, seq: seq === undefined ? null : Number(seq) }
}

/** The path of a channel, or of one message in it. */
export const pathOf = (channel: string, seq: number | null = null): string =>
  `/c/${encodeURIComponent(channel)}${seq === null ? '' : `/${seq}`}`

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part).replace(/^#/, '')
  } catch {
    return null
  }
}
