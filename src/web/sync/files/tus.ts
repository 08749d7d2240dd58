import * as v from 'valibot'
import type { Refusal } from '#protocol/refusals.ts'
import { backOff } from '../back-off.ts'
import type { Answered, Exchange } from './exchange.ts'

/** What the server knows of a file once its last byte is there. */
export const AboutFile = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.number(),
  width: v.optional(v.number()),
  height: v.optional(v.number()),
  placeholder: v.optional(v.string()),
})
export type AboutFile = v.InferOutput<typeof AboutFile>

export interface Sending {
  blob: Blob
  name: string
  channel: string
  clientId: string
  /** Where an earlier page, or an earlier try, had it: it goes on from there. */
  location: string | null
}

/** What the loop wants of the world around it. */
export interface TusSurroundings {
  exchange: Exchange
  /** Resolves after so many milliseconds, or sooner where the network comes back. */
  pause: (ms: number) => Promise<void>
  random: () => number
}

/** What the loop tells while it goes. */
export interface TusEars {
  onLocation: (location: string) => void
  /** Bytes that are there or on their way. */
  onProgress: (sent: number) => void
}

export type Sent = { ok: AboutFile } | { refused: Refusal } | { gone: true }

/** The share of a file that goes in one request: small enough for most proxies, and grown while the line is fast. */
const FIRST_PIECE = 512 * 1024
const LEAST_PIECE = 64 * 1024
const MOST_PIECE = 8 * 1024 * 1024
/** A piece takes about so long, milliseconds: that much is sent anew where the line breaks and nothing of it was kept. */
const PIECE_MS = 2_000

const TUS = { 'Tus-Resumable': '1.0.0' }

/**
 * Sends a file by tus 1.0 until it is there whole, however often the line, this page or the server goes away. Rejects never; `gone`
 * where `signal` was aborted.
 */
export const sendFile = async (
  sending: Sending,
  around: TusSurroundings,
  ears: TusEars,
  signal: AbortSignal,
): Promise<Sent> => {
  const way = new Way(sending, around, ears, signal)
  for (let failures = 0; !signal.aborted; ) {
    const before = way.offset
    const step = await way.step()
    if (step !== 'on' && step !== 'later') return step
    failures = way.offset > before || (step === 'on' && failures === 0) ? 0 : failures + 1
    if (step === 'later') await around.pause(Math.max(way.wait, backOff(failures, around.random())))
  }
  return { gone: true }
}

type Step = 'on' | 'later' | Exclude<Sent, { gone: true }>

/** How far one file has come. */
class Way {
  offset = 0
  /** What the server wants to be waited, milliseconds. */
  wait = 0
  #location: string | null
  /** Whether the server has said how far it is, since the last time that anything went wrong. */
  #isSure = false
  #piece = FIRST_PIECE
  readonly #sending: Sending
  readonly #around: TusSurroundings
  readonly #ears: TusEars
  readonly #signal: AbortSignal

  constructor(sending: Sending, around: TusSurroundings, ears: TusEars, signal: AbortSignal) {
    this.#sending = sending
    this.#around = around
    this.#ears = ears
    this.#signal = signal
    this.#location = sending.location
  }

  step(): Promise<Step> {
    this.wait = 0
    if (this.#location === null) return this.#begin()
    if (!this.#isSure) return this.#find(this.#location)
    return this.offset < this.#sending.blob.size ? this.#send(this.#location) : this.#end(this.#location)
  }

  async #begin(): Promise<Step> {
    const { blob, channel, name, clientId } = this.#sending
    const metadata = Object.entries({ channel, name, clientId, type: blob.type }).flatMap(([key, value]) =>
      value === '' ? [] : `${key} ${base64(value)}`,
    )
    const headers = { ...TUS, 'Upload-Length': String(blob.size), 'Upload-Metadata': metadata.join(',') }
    const answered = await this.#exchange('/files', { method: 'POST', headers })
    const location = answered?.status === 201 ? answered.header('location') : null
    if (answered === null || location === null) return this.#failed(answered)
    this.#location = new URL(location, 'http://here').pathname
    this.#isSure = true
    this.#ears.onLocation(this.#location)
    return 'on'
  }

  /** How far it came: only the server knows, once anything went wrong. */
  async #find(location: string): Promise<Step> {
    const answered = await this.#exchange(location, { method: 'HEAD', headers: TUS })
    if (answered?.status === 404 || answered?.status === 410) return this.#afresh()
    const offset = answered?.status === 200 ? Number(answered.header('Upload-Offset')) : Number.NaN
    if (!Number.isInteger(offset)) return this.#failed(answered)
    this.#isSure = true
    this.#at(offset)
    return 'on'
  }

  async #send(location: string): Promise<Step> {
    const from = this.offset
    const body = this.#sending.blob.slice(from, from + this.#piece)
    const headers = { ...TUS, 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }
    const begun = performance.now()
    const onProgress = (sent: number) => this.#ears.onProgress(from + Math.min(sent, body.size))
    const answered = await this.#exchange(location, { method: 'PATCH', headers, body, onProgress })
    if (answered?.status === 204) {
      const took = Math.max(1, performance.now() - begun)
      this.#piece = within(LEAST_PIECE, MOST_PIECE, (body.size * PIECE_MS) / took)
      this.#at(Number(answered.header('Upload-Offset') ?? from + body.size))
      return 'on'
    }
    this.#isSure = false
    if (answered?.status === 404 || answered?.status === 410) return this.#afresh()
    // A proxy before the server takes no more at a time. The server itself says what it refuses.
    const isPiece = answered?.status === 413 && codeOf(answered) === null && this.#piece > LEAST_PIECE
    if (isPiece) this.#piece = LEAST_PIECE
    return isPiece || answered?.status === 409 ? 'later' : this.#failed(answered)
  }

  async #end(location: string): Promise<Step> {
    const answered = await this.#exchange(`${location}/about`, { method: 'GET', headers: {} })
    if (answered?.status === 404) return this.#afresh()
    const about = v.safeParse(AboutFile, answered?.body)
    return answered?.status === 200 && about.success ? { ok: about.output } : this.#failed(answered)
  }

  /** The server has let go of it: it begins again, from the first byte. */
  #afresh(): Step {
    this.#location = null
    this.#isSure = false
    this.#at(0)
    return 'later'
  }

  #at(offset: number): void {
    this.offset = offset
    this.#ears.onProgress(offset)
  }

  #failed(answered: Answered | null): Step {
    const isPassing = answered === null || [408, 409, 423, 425, 429].includes(answered.status) || answered.status >= 500
    const code = answered === null ? null : codeOf(answered)
    this.#isSure = false
    if (answered === null || (isPassing && answered.status !== 507)) {
      this.wait = Number(answered?.header('Retry-After') ?? 0) * 1000 || 0
      return 'later'
    }
    const said: object = typeof answered.body === 'object' ? { ...answered.body } : {}
    const refused = { message: 'The server does not take this file.', ...said, code: code ?? 'unavailable' }
    return { refused: refused as Refusal }
  }

  #exchange(path: string, asked: Parameters<Exchange>[1]): Promise<Answered | null> {
    return this.#around.exchange(path, asked, this.#signal)
  }
}

const codeOf = ({ body }: Answered): string | null => {
  const error = (body as { error?: unknown } | null)?.error
  return typeof error === 'string' ? error : null
}

const within = (least: number, most: number, size: number): number => Math.round(Math.min(most, Math.max(least, size)))

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
