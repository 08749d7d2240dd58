import { isIP } from 'node:net'
import { isPublic } from './addresses.ts'
import { type Answer, type Guarded, NoAnswer, type Wanted } from './fetch.ts'

export type GuardedParts = {
  /** All addresses of a name; by default what the system says. */
  resolve?: (host: string) => Promise<readonly string[]>
  /** Whether an address and port may be spoken to. Only tests open more than the internet's web servers. */
  mayReach?: (address: string, port: number) => boolean
}

/** What there is to reach. Only a program that tests start puts a server of its own here, in code: no setting opens it. */
export const internet: Required<GuardedParts> = {
  resolve: async host => {
    const { lookup } = await import('node:dns/promises')
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
  },
  mayReach: (address, port) => isPublic(address) && WEB_PORTS.includes(port),
}

const REDIRECTS = 3
const WEB_PORTS: readonly number[] = [80, 443]
const URL_CHARACTERS = 2048
const AGENT = 'Mozilla/5.0 (compatible; Flackbot/1.0)'

/**
 * Requests that only reach the internet: a name is looked up once, all its addresses are vetted, and the connection is
 * made to one of these and no other, so that a name which changes in between leads nowhere else. Every redirect begins
 * anew. No cookies, no credentials, no proxy of the environment, no connection that was used before.
 */
export const guardedFetch =
  ({ resolve = internet.resolve, mayReach = internet.mayReach }: GuardedParts = {}): Guarded =>
  async (url, wanted) => {
    const signal = AbortSignal.timeout(wanted.ms)
    try {
      let target = targetOf(url)
      for (let hop = 0; hop <= REDIRECTS; hop++) {
        const address = await vetted(target, resolve, mayReach, signal)
        const response = await pinned(target, address, wanted, signal)
        const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
        if (location === null || wanted.body !== undefined) return await answerOf(target, response, wanted)
        void response.body?.cancel()
        target = redirected(target, location)
      }
    } catch {
      // Whatever it was: see `NoAnswer`.
    }
    throw new NoAnswer()
  }

class Refused extends Error {}

/** Throws where an address is none of a web server that has a name, or has credentials in it. */
const targetOf = (url: string): URL => {
  if (url.length > URL_CHARACTERS) throw new Refused()
  const target = new URL(url)
  if (!/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') throw new Refused()
  return target
}

const redirected = (from: URL, location: string): URL => {
  const target = targetOf(new URL(location, from).href)
  if (from.protocol === 'https:' && target.protocol !== 'https:') throw new Refused()
  return target
}

const portOf = ({ port, protocol }: URL): number => (port !== '' ? Number(port) : protocol === 'https:' ? 443 : 80)

/** One of the addresses of a name, if all of them may be reached: who has one inside does not mean the others either. */
const vetted = async (
  target: URL,
  resolve: NonNullable<GuardedParts['resolve']>,
  mayReach: NonNullable<GuardedParts['mayReach']>,
  signal: AbortSignal,
): Promise<string> => {
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(host) !== 0 ? [host] : await withinTime(resolve(host), signal)
  const port = portOf(target)
  if (addresses.length === 0 || !addresses.every(address => isIP(address) !== 0 && mayReach(address, port)))
    throw new Refused()
  // Not every machine can speak IPv6, whatever the names of the others say.
  return addresses.find(address => isIP(address) === 4) ?? String(addresses[0])
}

const withinTime = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((done, fail) => {
    const late = () => fail(new Refused())
    signal.addEventListener('abort', late, { once: true })
    promise.then(done, fail)
  })

const pinned = (
  target: URL,
  address: string,
  { accept, body, headers = {} }: Wanted,
  signal: AbortSignal,
): Promise<Response> => {
  const host = isIP(address) === 6 ? `[${address}]` : address
  const port = target.port === '' ? '' : `:${target.port}`
  return fetch(`${target.protocol}//${host}${port}${target.pathname}${target.search}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...headers,
      host: target.host,
      'user-agent': AGENT,
      accept: accept.join(', '),
      // What is packed could be a thousand times larger than it seems.
      'accept-encoding': 'identity',
      ...(body !== undefined && { 'content-type': body.type }),
    },
    redirect: 'manual',
    // A connection is known by its address, and another name's certificate would then do.
    keepalive: false,
    signal,
    ...(body !== undefined && { body: body.text }),
    ...(target.protocol === 'https:' && { tls: { serverName: target.hostname } }),
    // Any other value lets the environment choose one, which would look up the name by itself.
    ...({ proxy: false } as object),
  })
}

const answerOf = async (target: URL, response: Response, { accept, bytes: limit }: Wanted): Promise<Answer> => {
  const [type = '', ...parameters] = (response.headers.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map(each => /^\s*charset\s*=\s*"?([\w:.-]{1,40})/.exec(each)?.[1]).find(Boolean) ?? null
  if (!accept.some(each => matches(each, type.trim()))) {
    void response.body?.cancel()
    throw new Refused()
  }
  const { bytes, cut } = await readSome(response.body, limit)
  return { url: target.href, status: response.status, type: type.trim(), charset, bytes, cut }
}

const matches = (accepted: string, type: string): boolean =>
  accepted === type || (accepted.endsWith('/*') && type.startsWith(accepted.slice(0, -1)))

const readSome = async (
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<{ bytes: Uint8Array; cut: boolean }> => {
  if (body === null) return { bytes: new Uint8Array(), cut: false }
  const parts: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { bytes: Buffer.concat(parts), cut: false }
    parts.push(value)
    length += value.length
    if (length <= limit) continue
    void reader.cancel()
    return { bytes: Buffer.concat(parts).subarray(0, limit), cut: true }
  }
}
