import type { Content, Files } from '#app/files/files.ts'
import { rateLimited } from '#app/refused.ts'
import { TokenBuckets } from '#app/token-bucket.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { json, notFound, refusedResponse } from './answers.ts'
import type { Authenticated } from './credentials.ts'
import type { Incoming } from './http.ts'
import type { Readings } from './readings.ts'
import { type Resumable, resumable } from './resumable.ts'

/** Who begins many uploads at once attaches a folder; who does so for long is a program. */
const BEGINNINGS = { perSecond: 1, burst: 100 }
/** A channel full of pictures asks for some dozens at once. */
const READINGS = { perSecond: 100, burst: 1000 }

/** Shown in a page as what they are: decoded by the browser, and by nothing that could run what is in them. */
const SHOWN = new Set([
  ...['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  ...['audio/mpeg', 'audio/ogg', 'audio/wav', 'audio/flac', 'audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/webm'],
  ...['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'],
])
/** Read by a page as a text, whatever language it is in. */
const TEXTS = new Set(['text/plain', 'text/markdown', 'text/csv', 'text/tab-separated-values', 'application/json'])

const POLICY = "sandbox; default-src 'none'"

type Parts = { files: Files; readings: Readings; limited: boolean; monotonic: () => number }
type Actor = Authenticated['account']
type Found = { ok: Content; of?: readonly string[] }

/** `/files` and all below it: uploads by tus, and what is read (FILE). Whoever asks is known, and comes from our own page. */
export const createFileDoor = ({ files, readings, limited, monotonic }: Parts) => {
  const beginnings = new TokenBuckets(BEGINNINGS, monotonic)
  const readers = new TokenBuckets(READINGS, monotonic)
  const uploads: Resumable = resumable(files)
  const waitOf = (buckets: TokenBuckets, { user }: Actor) => (limited ? buckets.take(user) : 0)

  const read = async (actor: Actor, incoming: Incoming): Promise<Response> => {
    const wait = waitOf(readers, actor)
    if (wait > 0) return refusedResponse(rateLimited(wait))
    const [id = '', what, side] = partsOf(incoming.path)
    if (!isFileId(id) || what === undefined) return refusedResponse(unknown)
    if (what === 'about' && side === undefined) {
      const about = await files.about(actor, id)
      if (about !== null) return json(200, about)
    }
    const thumb = what === 'thumb' && side !== undefined ? sides[side] : null
    if (thumb === undefined || (side !== undefined && thumb === null)) return refusedResponse(unknown)
    let response = refusedResponse(unknown)
    // HUB-6: what was read for somebody who lost the channel meanwhile is asked for again.
    await readings.read(
      actor.user,
      async () => {
        const answer = await files.content(actor, id, thumb)
        return 'refused' in answer ? {} : answer
      },
      ({ ok, of: [channel = ''] = [] }: Partial<Found>) => {
        if (ok === undefined) return
        const guard = (bytes: ReadableStream<Uint8Array>) => readings.downloads.begin(actor.user, channel, bytes)
        response = served(incoming.request, ok, thumb, guard)
      },
    )
    return response
  }

  return {
    /** `POST /files`, and `PATCH`, `HEAD` and `DELETE /files/F…`. */
    upload: (actor: Actor, incoming: Incoming): Promise<Response> => {
      const { request, path } = incoming
      const wait = request.method === 'POST' ? waitOf(beginnings, actor) : 0
      if (wait > 0) return Promise.resolve(refusedResponse(rateLimited(wait)))
      const [id, ...more] = partsOf(path)
      if (id !== undefined && (!isFileId(id) || more.length > 0)) return Promise.resolve(notFound())
      // Pictures wait for each other, and nothing is sent meanwhile.
      incoming.patience(FINISH_SECONDS)
      return uploads.handle(actor, request)
    },
    /** `GET` and `HEAD`; a `HEAD` of an upload is one of tus. */
    read: (actor: Actor, incoming: Incoming): Promise<Response> => {
      const isUpload = incoming.request.method === 'HEAD' && partsOf(incoming.path).length === 1
      return isUpload ? uploads.handle(actor, incoming.request) : read(actor, incoming)
    },
  }
}

const FINISH_SECONDS = 180
const sides: Readonly<Record<string, 360 | 1080>> = { 360: 360, 1080: 1080 }

/** What stands behind `/files/`, between slashes. */
const partsOf = (path: string): string[] => path.split('/').slice(2).filter(Boolean)

const isFileId = (id: string): boolean => /^F[A-Z0-9]{8,20}$/.test(id)

const unknown: Refusal = { code: 'file_not_found', message: 'There is no such file.' }

type Guard = (bytes: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>

/** The content as a browser may have it: whole, a part of it, or the word that it has not changed. */
const served = (request: Request, content: Content, side: number | null, guard: Guard): Response => {
  const { id, size } = content
  const tag = `"${id}${side === null ? '' : `-${side}`}"`
  const headers = { ...safely(content), etag: tag, 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache' }
  const held = request.headers.get('if-none-match')
  if (held?.split(',').some(each => each.trim().replace(/^W\//, '') === tag))
    return new Response(null, { status: 304, headers })
  const range = rangeOf(request, tag, size)
  if (range === 'beyond')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const [from, to] = range ?? [0, size]
  const length = { 'content-length': String(to - from) }
  const partly = range && { 'content-range': `bytes ${from}-${to - 1}/${size}` }
  const body = request.method === 'HEAD' || to === from ? null : guard(content.read(from, to))
  return new Response(body, { status: range ? 206 : 200, headers: { ...headers, ...length, ...partly } })
}

/** What could run comes as bytes to save, whatever it says to be; and nothing of it may do anything (S-15). */
const safely = ({ name, type }: Content): Record<string, string> => {
  const shown = SHOWN.has(type) ? type : TEXTS.has(type) ? 'text/plain; charset=utf-8' : null
  return {
    'content-type': shown ?? 'application/octet-stream',
    'content-disposition': `${shown === null ? 'attachment' : 'inline'}; ${filenames(name)}`,
    'content-security-policy': POLICY,
    vary: 'Cookie, Authorization',
  }
}

/** RFC 6266: in plain letters for old programs, and as it is for the others (S-19). */
const filenames = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)
  return `filename="${plain}"; filename*=UTF-8''${exact}`
}

/** The bytes from one to before another that are asked for; null: all. Several ranges at once are answered with all. */
const rangeOf = ({ headers }: Request, tag: string, size: number): readonly [number, number] | 'beyond' | null => {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('range') ?? '')
  const held = headers.get('if-range')
  if (asked === null || (held !== null && held !== tag)) return null
  const [first = '', last = ''] = asked.slice(1)
  if (first === '' && last === '') return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (first !== '' && last !== '' && Number(last) < from) return null
  return from >= size || to <= from ? 'beyond' : [from, to]
}
