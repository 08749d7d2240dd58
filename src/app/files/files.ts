import type { Actor, IntentName, IntentOf } from '#domain/intent.ts'
import type { FileRecord, UploadRecord } from '#domain/records.ts'
import type { Blobs } from '#outside/blobs/blobs.ts'
import type { Picture, Pictures, ThumbSide } from '#outside/pictures/pictures.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Outcome, Store } from '#store/store.ts'
import type { Answer, Questions } from '../questions.ts'
import type { newId } from '../secrets.ts'
import { HEAD_BYTES, typeOf, UNKNOWN_TYPE } from './types.ts'

/** Bytes that there may be of one file, of one person, and of all. */
export type FileLimits = { file: number; person: number; workspace: number }

/** Where the contents of files are, who reads pictures, and how much there may be. */
export type FileParts = { blobs: Blobs; pictures: Pictures; limits: FileLimits }

type Parts = FileParts & {
  store: Store
  ask: Questions
  draw: typeof newId
  commit<N extends IntentName>(actor: string, intent: IntentOf<N>): Promise<Outcome<N>>
}

/** Room that uploads leave on the disk: messages must still be kept when no file is taken any more. */
const SPARE_BYTES = 512 * 1024 * 1024
/** Larger pictures are plain files. */
const PICTURE_BYTES = 32 * 1024 * 1024
const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']
/** A channel that nobody has: what is unknown takes the same look-ups as what is hidden. */
const NOWHERE = 'C0000000000'

/** What somebody uploads, and how much of it is here. */
export type Upload = Pick<UploadRecord, 'id' | 'channel' | 'name'> & { size: number; offset: number; done: boolean }

/** What a file is before it is sent, for who uploaded it. */
export type About = Pick<UploadRecord, 'id' | 'channel' | 'name' | 'type' | 'size'> &
  Partial<{ width: number; height: number; placeholder: string; thumbs: true }>

/** Something that can be read, in parts; `of` is the channel whose readers may. */
export type Content = { id: string; name: string; type: string; size: number; read(from: number, to: number): Bytes }
type Bytes = ReadableStream<Uint8Array>

/** Uploads, and what is read of files. What somebody may not see is to them as if it did not exist. */
export class Files {
  readonly #parts: Parts
  /** Uploads whose last byte has come, while it is found out what they are. */
  readonly #finishing = new Map<string, Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** [FILE] Begins an upload, or finds the one that was begun under this `clientId`: its id. */
  async begin(
    actor: Actor,
    said: { channel: string; name: string; clientId: string; size: number },
  ): Promise<{ ok: { id: string } } | { refused: Refusal }> {
    const { blobs, commit, draw, limits: most, store } = this.#parts
    if ((await blobs.free()) - said.size < SPARE_BYTES) return { refused: diskFull }
    const { workspace } = store.identity
    const blob = draw('B').toLowerCase() + draw('B').toLowerCase()
    const intent = { do: 'upload.begin', ...said, id: draw('F'), blob, most, workspace } as const
    return commit(actor.user, intent)
  }

  /** A whole small file at once: its id. */
  async take(
    actor: Actor,
    said: { channel: string; name: string; clientId: string },
    bytes: Uint8Array,
  ): Promise<{ ok: { id: string } } | { refused: Refusal }> {
    const begun = await this.begin(actor, { ...said, size: bytes.length })
    if ('refused' in begun) return begun
    const { id } = begun.ok
    const upload = await this.upload(actor, id)
    if (upload !== null && !upload.done) await this.write(actor, id, upload.offset, one(bytes.subarray(upload.offset)))
    return { ok: { id } }
  }

  /** Somebody's own upload that is not sent yet; null: there is none. */
  async upload(actor: Actor, id: string): Promise<Upload | null> {
    const found = await this.#own(actor, id)
    if (found === null) return null
    const { channel, name, size, done } = found
    return { id, channel, name, size, offset: await this.#offset(found), done: done !== null }
  }

  /** Goes on with an upload: how much is there now. With the last byte it is found out what it is, before this ends. */
  async write(actor: Actor, id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const found = await this.#own(actor, id)
    if (found === null) throw new Error('There is no such upload.')
    const at = found.done === null ? await this.#parts.blobs.append(found.blob, offset, bytes) : found.size
    // It was thrown away meanwhile: what came behind that must not stay.
    if ((await this.#own(actor, id)) === null) await this.#removed(found.blob)
    else await this.settle(actor, id)
    return at
  }

  /** What is there to its last byte is made ready to be sent, also where the process died just before that. */
  async settle(actor: Actor, id: string): Promise<void> {
    const found = await this.#own(actor, id)
    if (found === null || found.done !== null || (await this.#offset(found)) < found.size) return
    const running = this.#finishing.get(id) ?? this.#finish(actor, found).finally(() => this.#finishing.delete(id))
    this.#finishing.set(id, running)
    await running
  }

  /** Throws an own upload away; nothing, if there is none. */
  async drop(actor: Actor, id: string): Promise<void> {
    await this.#parts.commit(actor.user, { do: 'upload.drop', id })
  }

  /** What a finished own upload is. */
  async about(actor: Actor, id: string): Promise<About | null> {
    await this.settle(actor, id)
    const found = await this.#own(actor, id)
    if (found === null || found.done === null) return null
    const { channel, name, type, size, width, height, placeholder, thumbs } = found
    return {
      ...{ id, name, type, size, channel },
      ...(width !== null && height !== null && { width, height }),
      ...(placeholder !== null && { placeholder }),
      ...(thumbs !== null && { thumbs: true as const }),
    }
  }

  /** A file of a channel that somebody may read now, or a small copy of it. */
  async content(actor: Actor, id: string, side: ThumbSide | null): Promise<Answer<Content>> {
    const { ask, blobs, store } = this.#parts
    const file = (await store.look([['file', id]])).get('file', id)
    const found = await ask.channel(actor, 'read', file?.channel ?? NOWHERE)
    if ('refused' in found || file === null || file.gone !== null) return { refused: fileUnknown }
    if (side !== null && file.thumbs === null) return { refused: fileUnknown }
    const blob = nameOf(file, side)
    const size = side === null ? file.size : await blobs.size(blob)
    if (size === null) return { refused: fileUnknown }
    const { name, type, channel } = file
    const read = (from: number, to: number) => blobs.read(blob, from, to)
    return { ok: { id, name, type: side === null ? type : 'image/webp', size, read }, of: [channel] }
  }

  async #own(actor: Actor, id: string): Promise<UploadRecord | null> {
    const found = (await this.#parts.store.look([['upload', id]])).get('upload', id)
    return found?.author === actor.user ? found : null
  }

  async #offset({ blob, done, size }: UploadRecord): Promise<number> {
    const { blobs } = this.#parts
    if (done !== null) return size
    const held = await blobs.held(blob)
    if (held !== null) return held
    // All of it was there, and perhaps a picture was cleaned already: then the process died.
    return (await blobs.size(blob)) === null ? 0 : size
  }

  async #finish(actor: Actor, { id, name, size, blob }: UploadRecord): Promise<void> {
    const { blobs, commit, store } = this.#parts
    if (size === 0 && (await blobs.held(blob)) === null) await blobs.append(blob, 0, none())
    await blobs.finish(blob)
    const whole = (await blobs.size(blob)) ?? 0
    const head = await bytesOf(blobs.read(blob, 0, Math.min(whole, HEAD_BYTES)))
    const type = await typeOf(head, name)
    const picture = PICTURES.includes(type) ? await this.#picture(blob, whole) : null
    const { workspace } = store.identity
    const said = { do: 'upload.finish', id, workspace } as const
    if (picture === null) {
      // What cannot be read as a picture is not shown as one, whatever it begins with.
      const shown = PICTURES.includes(type) ? UNKNOWN_TYPE : type
      await commit(actor.user, { ...said, ...nothingSeen, size: whole, type: shown })
    } else {
      const { cleaned, type: seen, width, height, placeholder } = picture
      const looks = { type: seen, width, height, placeholder, thumbs: true }
      await commit(actor.user, { ...said, ...looks, size: cleaned.length })
    }
  }

  /** Small copies first, the cleaned original last: whoever is stopped in between does it all again. */
  async #picture(blob: string, size: number): Promise<Picture | null> {
    const { blobs, pictures } = this.#parts
    if (size > PICTURE_BYTES) return null
    const picture = await pictures.look(blobs.read(blob, 0, size))
    if (picture === null) return null
    for (const [side, bytes] of Object.entries(picture.thumbs)) await blobs.put(`${blob}.${side}`, bytes)
    await blobs.put(blob, picture.cleaned)
    return picture
  }

  #removed(blob: string): Promise<void> {
    return removeContent(this.#parts.blobs, blob)
  }
}

const nothingSeen = { width: null, height: null, placeholder: null, thumbs: false } as const

const nameOf = ({ blob }: FileRecord, side: ThumbSide | null): string => (side === null ? blob : `${blob}.${side}`)

/** The content of a file and its small copies are gone. */
export const removeContent = async (blobs: Blobs, blob: string): Promise<void> => {
  for (const name of [`${blob}.360`, `${blob}.1080`, blob]) await blobs.remove(name)
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* none(): AsyncGenerator<Uint8Array> {}

const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream).arrayBuffer())

const fileUnknown: Refusal = { code: 'file_not_found', message: 'There is no such file.' }

const diskFull: Refusal = {
  code: 'storage_full',
  reason: 'disk_full',
  message: 'The disk of this server is nearly full: it takes no files just now.',
}
