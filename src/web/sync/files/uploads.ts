import { effect, type Signal, signal, untracked } from '@preact/signals'
import { FILES_PER_MESSAGE } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Ask, Client, Environment, OutboxEntry, PostFile } from '../api.ts'
import type { Outbox } from '../outbox.ts'
import { exchange } from './exchange.ts'
import { isPicture, sizeOf } from './measure.ts'
import { sendFile, type TusSurroundings } from './tus.ts'
import { byOrder, type Item, itemOf, nameOf, postFileOf, type Upload } from './upload-items.ts'
import { holdsNoFiles, type KeptUpload, mayHoldFiles, UploadStore } from './upload-store.ts'

/** So many files go up at one time: more would only share the line, and messages go on it, too. */
const AT_ONCE = 2
/** So long a file is kept that no message asks for any more: the server lets go of it, too. */
const STALE_MS = 8 * 24 * 3_600_000

/**
 * The files of this person that are on their way. Those that wait in a field belong to the page that shows it, and to
 * whichever comes after it; those in a message go with the outbox's entry, wherever that is [OUTBOX].
 */
export class Uploads {
  readonly #items: Signal<readonly Item[]> = signal([])
  readonly #store = new UploadStore()
  readonly #environment: Environment
  readonly #outbox: Outbox
  readonly #ask: Ask
  readonly #around: TusSurroundings
  readonly #tab: string
  /** Uploads that an entry of the outbox named. */
  readonly #named = new Set<string>()
  readonly #watched = new Set<string>()
  readonly #addresses = new Map<string, string>()
  #me = ''

  constructor(environment: Environment, outbox: Outbox, ask: Ask) {
    this.#environment = environment
    this.#ask = ask
    this.#outbox = outbox
    this.#tab = environment.newClientId()
    this.#around = { exchange, random: environment.random, pause: ms => pause(environment, ms) }
  }

  /** Those that wait in the field of a channel, in their order. Signals are read. */
  tray(channel: string): readonly Upload[] {
    return this.#items.value.filter(({ kept }) => !kept.isPosted && kept.channel === channel).sort(byOrder)
  }

  /** By its name; null where it is none of this page. Signals are read. */
  upload(clientId: string): Upload | null {
    return this.#items.value.find(item => item.clientId === clientId) ?? null
  }

  /** An address for the bytes of a file of this page, by its id or its upload's: what one has sent is not fetched to be seen. Signals are read. */
  addressOf(id: string): string | null {
    return this.#addresses.get(id) ?? this.upload(id)?.url ?? null
  }

  /** Puts files into the field of a channel; answers how many were too many for one message. */
  add(channel: string, files: readonly File[]): number {
    const before = untracked(() => this.tray(channel)).length
    const taken = files.slice(0, FILES_PER_MESSAGE - before)
    const at = this.#environment.now()
    const fresh = taken.map((file, index) => this.#fresh(file, channel, before + index, at))
    this.#set([...this.#items.peek(), ...fresh])
    for (const item of fresh) {
      void this.#store.keep(item.kept, item.blob).then(isKept => (item.isKept.value = isKept))
      void this.#measure(item)
    }
    this.#pump()
    return files.length - taken.length
  }

  /** Takes a file back, also out of a message that waits for it. */
  cancel({ clientId }: Upload): void {
    const item = this.#find(clientId)
    if (item === undefined) return
    this.#drop(item)
    if (item.kept.location !== null)
      void this.#around.exchange(item.kept.location, removal, new AbortController().signal)
    if (item.kept.isPosted) this.#outbox.fill(clientId, null)
  }

  retry({ clientId }: Upload): void {
    const item = this.#find(clientId)
    if (item === undefined) return
    item.state.value = { phase: 'waiting' }
    this.#pump()
  }

  describe({ clientId }: Upload, alt: string): void {
    const item = this.#find(clientId)
    if (item === undefined) return
    item.alt.value = alt
    this.#change(item, { alt })
  }

  /** To another place among those in its field; `to` counts from 0. */
  move({ clientId, channel }: Upload, to: number): void {
    const tray = untracked(() => this.tray(channel)).flatMap(upload => this.#find(upload.clientId) ?? [])
    const item = this.#find(clientId)
    if (item === undefined || to < 0 || to >= tray.length) return
    const others = tray.filter(other => other !== item)
    others.splice(to, 0, item)
    for (const [order, each] of others.entries()) this.#change(each, { order })
    this.#set([...this.#items.peek()])
  }

  /** What a message takes with it: the field is empty then. */
  take(channel: string): PostFile[] {
    const taken = untracked(() => this.tray(channel)).flatMap(({ clientId }) => this.#find(clientId) ?? [])
    for (const item of taken) this.#change(item, { isPosted: true })
    // Once the message is in the outbox: what no message names is let go of.
    queueMicrotask(() => this.#set([...this.#items.peek()]))
    return taken.map(postFileOf)
  }

  /** Goes on with what earlier pages left. */
  async start(): Promise<void> {
    void this.#environment.exclusively(lockOf(this.#tab), () => new Promise(() => {}))
    const all = mayHoldFiles() ? await this.#store.all().catch(() => []) : []
    if (all.length === 0) holdsNoFiles()
    for (const kept of all) {
      if (kept.at < this.#environment.now() - STALE_MS) void this.#store.forget(kept.key)
      else if (!kept.isPosted && kept.author === this.#me) this.#lookAfter(kept.tab)
    }
  }

  /** Whose files these are; empty for nobody, who has none. */
  belongTo(me: string): void {
    if (me === this.#me) return
    // What was kept is deleted with the session.
    if (this.#me !== '') holdsNoFiles()
    this.#me = me
    for (const item of this.#items.peek()) item.going?.abort()
    for (const url of this.#addresses.values()) URL.revokeObjectURL(url)
    this.#addresses.clear()
    this.#set([])
    if (me !== '') void this.start()
  }

  /** [FILE] Names what is held here, so that the server keeps it; what it has let go of goes up anew. */
  async hold(): Promise<void> {
    const held = this.#items.peek().filter(({ kept }) => kept.location !== null)
    if (held.length === 0) return
    const files = held.flatMap(({ kept }) => kept.location?.split('/').at(-1) ?? [])
    const answer = await this.#ask('file.hold', { files: files.slice(0, 200) })
    if ('refused' in answer) return
    for (const item of held) {
      const isKept = item.kept.about === null || answer.ok.files.includes(item.kept.about.id)
      // What a message has named is held by that, and no page's matter any more.
      if (isKept || item.kept.isPosted || this.#find(item.clientId) !== item) continue
      this.#change(item, { about: null, location: null })
      this.retry(item)
    }
  }

  /** [OUTBOX] What posts wait for goes up, and what they have got is let go of. */
  follow(entries: readonly OutboxEntry[]): void {
    const wanted = new Set(entries.flatMap(({ files = [] }) => files.map(({ upload }) => upload)))
    for (const { state, files = [] } of entries)
      for (const { upload, id } of files) {
        this.#named.add(upload)
        if (state.phase === 'waiting' && id === undefined) void this.#want(upload)
        if (state.phase === 'failed' && state.refusal.code === 'file_not_found') this.#lose(upload, state.refusal)
      }
    for (const item of this.#items.peek())
      if (item.kept.isPosted && this.#named.has(item.clientId) && !wanted.has(item.clientId)) this.#drop(item)
  }

  async #want(clientId: string): Promise<void> {
    const item = this.#find(clientId) ?? (await this.#adopted(clientId))
    if (item === null) this.#outbox.fill(clientId, { refused: fileLost })
    else if (item.kept.about !== null) this.#outbox.fill(clientId, item.kept.about)
    else if (item.state.peek().phase === 'failed') this.retry(item)
    else this.#pump()
  }

  /** The server has let go of it. If its message is sent again it goes up anew. */
  #lose(clientId: string, refusal: Refusal): void {
    const item = this.#find(clientId)
    if (item === undefined || item.kept.about === null) return
    this.#change(item, { about: null, location: null })
    item.state.value = { phase: 'failed', refusal }
  }

  /** One that another page began, and whose message is here now. */
  async #adopted(clientId: string): Promise<Item | null> {
    const kept = (await this.#store.all().catch(() => [])).find(({ key }) => key === clientId)
    const blob = await this.#store.bytes(clientId).catch(() => null)
    // Two may have asked.
    const known = this.#find(clientId)
    if (known !== undefined || kept === undefined || blob === null || kept.author !== this.#me) return known ?? null
    const item = itemOf({ ...kept, isPosted: true }, blob)
    this.#set([...this.#items.peek(), item])
    return item
  }

  /** What waits in the field of a page that is gone waits here from then on. */
  #lookAfter(tab: string): void {
    if (this.#watched.has(tab) || tab === this.#tab) return
    this.#watched.add(tab)
    const me = this.#me
    void this.#environment.exclusively(lockOf(tab), async () => {
      const all = await this.#store.all().catch(() => [])
      for (const kept of all.filter(one => one.tab === tab && !one.isPosted && one.author === me)) {
        const blob = await this.#store.bytes(kept.key).catch(() => null)
        if (blob === null || this.#me !== me || this.#find(kept.key) !== undefined) continue
        const item = itemOf({ ...kept, tab: this.#tab }, blob)
        void this.#store.keep(item.kept)
        this.#set([...this.#items.peek(), item])
      }
      this.#watched.delete(tab)
      this.#pump()
      void this.hold()
    })
  }

  #fresh(file: File, channel: string, order: number, at: number): Item {
    const key = this.#environment.newClientId()
    const rest = { alt: '', width: null, height: null, location: null, about: null, isPosted: false }
    return itemOf({ key, tab: this.#tab, author: this.#me, channel, name: nameOf(file, at), order, at, ...rest }, file)
  }

  async #measure(item: Item): Promise<void> {
    const size = isPicture(item.type) ? await sizeOf(item.url) : null
    if (size !== null) this.#change(item, size)
  }

  #pump(): void {
    const items = this.#items.peek()
    const going = items.filter(({ going }) => going !== null).length
    const waiting = items.filter(({ state, going }) => state.peek().phase === 'waiting' && going === null)
    // What a message waits for goes first.
    waiting.sort((a, b) => Number(b.kept.isPosted) - Number(a.kept.isPosted) || byOrder(a, b))
    for (const item of waiting.slice(0, Math.max(0, AT_ONCE - going))) void this.#send(item)
  }

  async #send(item: Item): Promise<void> {
    const going = new AbortController()
    item.going = going
    item.state.value = { phase: 'sending', sent: 0 }
    const { blob, kept, clientId, channel } = item
    const sent = await sendFile(
      { blob, name: kept.name, channel, clientId, location: kept.location },
      this.#around,
      {
        onLocation: location => this.#change(item, { location }),
        onProgress: sent => {
          if (!going.signal.aborted) item.state.value = { phase: 'sending', sent }
        },
      },
      going.signal,
    )
    item.going = null
    if ('ok' in sent) {
      this.#change(item, { about: sent.ok })
      this.#addresses.set(sent.ok.id, item.url)
      item.state.value = { phase: 'done' }
      if (item.kept.isPosted) this.#outbox.fill(clientId, { id: sent.ok.id })
    }
    if ('refused' in sent) {
      item.state.value = { phase: 'failed', refusal: sent.refused }
      if (item.kept.isPosted) this.#outbox.fill(clientId, sent)
    }
    this.#pump()
  }

  #change(item: Item, part: Partial<KeptUpload>): void {
    item.kept = { ...item.kept, ...part }
    // One that was let go of meanwhile stays so.
    if (this.#find(item.clientId) !== undefined) void this.#store.keep(item.kept)
  }

  #drop(item: Item): void {
    item.going?.abort()
    item.going = null
    void this.#store.forget(item.clientId)
    this.#set(this.#items.peek().filter(other => other !== item))
    this.#pump()
  }

  #find(clientId: string): Item | undefined {
    return this.#items.peek().find(item => item.clientId === clientId)
  }

  #set(items: readonly Item[]): void {
    for (const { clientId, kept, url } of items) {
      this.#addresses.set(clientId, url)
      if (kept.about !== null) this.#addresses.set(kept.about.id, url)
    }
    this.#items.value = items
  }
}

/** The files of whoever is signed in. */
export const createUploads = (
  environment: Environment,
  outbox: Outbox,
  { ask, session, connection }: Pick<Client, 'ask' | 'session' | 'connection'>,
): Uploads => {
  const uploads = new Uploads(environment, outbox, ask)
  effect(() => {
    if (connection.value.phase === 'live') untracked(() => void uploads.hold())
  })
  effect(() => {
    const state = session.value
    untracked(() => uploads.belongTo(state.phase === 'signed-in' ? state.id : ''))
  })
  effect(() => {
    const entries = outbox.entries.value
    untracked(() => uploads.follow(entries))
  })
  return uploads
}

const removal = { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } } as const

const fileLost: Refusal = { code: 'file_not_found', message: 'A file of this message is not here any more.' }

const lockOf = (tab: string): string => `flack-files-${tab}`

/** Waits so long, or until the network seems to be back. */
const pause = (environment: Environment, ms: number): Promise<void> =>
  new Promise(resolve => {
    const end = () => {
      stopTimer()
      stopListening()
      resolve()
    }
    const stopTimer = environment.setTimer(end, ms)
    const stopListening = environment.onWake(end)
  })
