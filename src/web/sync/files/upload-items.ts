import { type Signal, signal } from '@preact/signals'
import type { Refusal } from '#protocol/refusals.ts'
import type { PostFile } from '../api.ts'
import type { KeptUpload } from './upload-store.ts'

export type UploadState =
  | { phase: 'waiting' }
  | { phase: 'sending'; sent: number }
  | { phase: 'done' }
  | { phase: 'failed'; refusal: Refusal }

/** A file on its way, from the moment at which it was chosen on. */
export interface Upload {
  clientId: string
  channel: string
  name: string
  type: string
  size: number
  /** What is to be seen in it, for who does not see it. */
  alt: Signal<string>
  state: Signal<UploadState>
  /** Whether it outlives this page, as far as is known: a browser that is full, or private, keeps nothing. */
  isKept: Signal<boolean>
  /** An address of this page for its bytes. */
  url: string
}

/** What goes up, and from where: the parts that nobody draws. */
export interface Item extends Upload {
  kept: KeptUpload
  blob: Blob
  going: AbortController | null
}

export const itemOf = (kept: KeptUpload, blob: Blob): Item => ({
  clientId: kept.key,
  channel: kept.channel,
  name: kept.name,
  type: blob.type,
  size: blob.size,
  alt: signal(kept.alt),
  state: signal(kept.about === null ? { phase: 'waiting' } : { phase: 'done' }),
  isKept: signal(true),
  url: URL.createObjectURL(blob),
  kept,
  blob,
  going: null,
})

/** What its message says of it. */
export const postFileOf = ({ kept, type, size }: Item): PostFile => ({
  upload: kept.key,
  ...(kept.about !== null && { id: kept.about.id }),
  ...(kept.alt.trim() !== '' && { alt: kept.alt.trim() }),
  name: kept.about?.name ?? kept.name,
  type: kept.about?.type ?? type,
  size,
  width: kept.about?.width ?? kept.width ?? undefined,
  height: kept.about?.height ?? kept.height ?? undefined,
})

/** What is pasted is called "image.png" by every browser: two of them are told apart by when that was. */
export const nameOf = ({ name }: File, at: number): string => {
  if (name !== 'image.png' && name !== '') return name
  const when = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
  return `${name === '' ? 'file' : 'screenshot'} ${when.replace('T', ' ').replaceAll(':', '-')}${name === '' ? '' : '.png'}`
}

export const byOrder = (a: Item, b: Item): number => a.kept.order - b.kept.order || a.kept.at - b.kept.at
