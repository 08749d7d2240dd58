import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ChannelRow, GroupingRow, ListingRow, MessageRow, PolicyRow, Row, WorkspaceRow } from '#protocol/rows.ts'
import { DIRECTORY, kindOf } from '#protocol/streams.ts'
import type { ChannelSummary, OutboxEntry, Replica as ReplicaView } from './api.ts'
import { isBeside } from './beside.ts'
import { Channel, isChanged } from './channel.ts'
import { Choices } from './choices.ts'
import type { Kept } from './outbox-store.ts'
import { noOverlay, overlaysOf, saidOfOneself } from './overlay.ts'
import type { People } from './people.ts'
import type { Presence } from './presence.ts'
import { Sections } from './sections.ts'
import { Teams } from './teams.ts'
import type { Typists } from './typists.ts'

export interface ReplicaParts {
  people: People
  typists: Typists
  presence: Presence
  /** The unsent messages of a channel, in order. */
  echoes: (channel: string) => ReadonlySignal<readonly OutboxEntry[]>
  /** Called within a change for each stream that it touched: what the cache keeps, and what ends echoes. */
  onTouched: (stream: string) => void
  /** Called within a change once all rows are in, before anything of them shows. */
  onPut: () => void
  /** Own marks on messages that are held are not known: they have to be asked for. */
  onMarksMissing: () => void
  /** A message is deleted in a conversation of which nothing is held here; a copy of it may be. */
  onDeleted: (stream: string, tombstone: MessageRow) => void
  /** A channel is no longer for oneself to see: deleted, or private now. */
  onHidden: (channel: string) => void
  /** The own user took or left a seat. */
  onSeat: (channel: string, joined: boolean) => void
}

/** All rows that this client holds, by stream, each with the rev up to which it is held. Applying twice is harmless. */
export class Replica implements ReplicaView {
  /** The database's lineage; null before anything is held. */
  epoch: string | null = null
  /** The own user: id of the user stream and author of own messages. */
  me: string | null = null
  readonly people: People
  readonly typists: Typists
  readonly choices = new Choices()
  readonly preferences = this.choices.all
  readonly teams = new Teams()
  readonly sectionRows = new Sections(this.teams.sections)
  readonly sections = this.sectionRows.all
  readonly groups = this.teams.groups
  readonly myGroups = this.teams.mine
  readonly sharedSections = this.teams.sections
  readonly policies = signal<ReadonlyMap<string, PolicyRow>>(new Map())
  readonly workspace = signal<WorkspaceRow | null>(null)
  readonly #presence: Presence
  readonly revs = new Map<string, number>()
  readonly listings = new Map<string, ListingRow>()
  readonly #channels = new Map<string, Channel>()
  readonly #shown = signal(0)
  readonly #touched = new Set<Channel>()
  readonly #parts: ReplicaParts
  readonly #seats = new Set<string>()
  readonly #listKeys = new Map<Channel, string>()
  #overlaid: readonly string[] = []
  #order: readonly Channel[] | null = null
  #directs: readonly Channel[] | null = null
  #depth = 0

  /** Who hears of changes of a message that is not held. */
  readonly #hearers = new Map<string, Set<(row: MessageRow) => void>>()
  readonly #hearersOfNew = new Set<(channel: string, row: MessageRow) => void>()
  readonly channels: ReadonlySignal<readonly ChannelSummary[]> = computed(() => {
    void this.#shown.value
    this.#order ??= this.#sorted()
    return summariesOf(this.#order)
  })

  readonly directs: ReadonlySignal<readonly ChannelSummary[]> = computed(() => {
    void this.#shown.value
    this.#directs ??= [...this.#channels.values()].filter(channel => channel.isListed && channel.isDirect)
    return summariesOf(this.#directs)
  })

  constructor(parts: ReplicaParts) {
    this.#parts = parts
    this.people = parts.people
    this.typists = parts.typists
    this.#presence = parts.presence
  }

  channel(id: string): ReadonlySignal<ChannelSummary | null> {
    return this.at(id).summary
  }

  maker(channel: string): ReadonlySignal<string | null> {
    return this.at(channel).maker
  }

  user(id: string): ReturnType<People['get']> {
    return this.people.get(id)
  }

  heldPeople(): ReturnType<People['rows']> {
    return this.people.rows()
  }

  timeline(channel: string): Channel['timeline'] {
    return this.at(channel).timeline
  }

  message(channel: string, seq: number): ReturnType<Channel['message']> {
    return this.at(channel).message(seq)
  }

  hearMessage(channel: string, seq: number, hear: (row: MessageRow) => void): () => void {
    const key = `${channel} ${seq}`
    const hearers = this.#hearers.get(key) ?? new Set()
    this.#hearers.set(key, hearers.add(hear))
    return () => {
      hearers.delete(hear)
      if (hearers.size === 0) this.#hearers.delete(key)
    }
  }

  hearNew(hear: (channel: string, row: MessageRow) => void): () => void {
    this.#hearersOfNew.add(hear)
    return () => this.#hearersOfNew.delete(hear)
  }

  reactions(channel: string, seq: number): ReturnType<Channel['reactions']> {
    return this.at(channel).reactions(seq)
  }

  previews(channel: string, seq: number): ReturnType<Channel['previews']> {
    return this.at(channel).previews(seq)
  }

  files(channel: string, seq: number): ReturnType<Channel['files']> {
    return this.at(channel).files(seq)
  }

  isMentioned(channel: string, seq: number): ReadonlySignal<boolean> {
    return this.at(channel).isMentioned(seq)
  }

  typing(channel: string): ReadonlySignal<readonly string[]> {
    return this.typists.in(channel)
  }

  online(user: string): ReadonlySignal<boolean> {
    return this.#presence.online(user)
  }

  /** The channel's state, made on first use. What is changed through it must happen within `change`. */
  at(id: string): Channel {
    const known = this.#channels.get(id)
    if (known !== undefined) return known
    const fresh = new Channel(id, () => this.me, this.#parts.echoes(id))
    fresh.counts.groups = this.myGroups
    this.#channels.set(id, fresh)
    return fresh
  }

  all(): IterableIterator<Channel> {
    return this.#channels.values()
  }

  /** Runs `work`, then shows what it touched, each signal once. */
  change<T>(work: () => T): T {
    return batch(() => {
      this.#depth++
      try {
        const result = work()
        if (this.#depth === 1) this.#parts.onPut()
        return result
      } finally {
        this.#depth--
        if (this.#depth === 0) this.#refresh()
      }
    })
  }

  /** The channel for a change: what is done to it shows at the end of `change`. */
  touch(id: string): Channel {
    const channel = this.at(id)
    this.#touched.add(channel)
    return channel
  }

  /** Rows of one stream, complete up to `rev`. */
  take(stream: string, rows: readonly Row[], rev: number): void {
    this.change(() => {
      // What stands beside a message is only taken where the message is held.
      for (const row of rows) if (!isBeside(row)) this.#put(stream, row)
      for (const row of rows) if (isBeside(row)) this.touch('channel' in row ? row.channel : stream).putBeside(row)
      this.revs.set(stream, rev)
      this.#parts.onTouched(stream)
    })
  }

  /** What was done here and is not acknowledged, or not in the rows yet, is shown over them. */
  overlay(acts: readonly Kept[]): void {
    if (this.me !== null) this.people.overlay(this.me, saidOfOneself(acts))
    this.choices.overlay(acts)
    this.sectionRows.overlay(acts)
    const overlays = overlaysOf(acts)
    const before = this.#overlaid
    this.#overlaid = [...overlays.keys()]
    if (before.length + overlays.size === 0) return
    this.change(() => {
      for (const id of new Set([...before, ...overlays.keys()]))
        this.touch(id).setOverlay(overlays.get(id) ?? noOverlay)
    })
  }

  /** [OWN] What is known of one's own marks may be old. */
  voidMarks(): void {
    this.change(() => {
      for (const channel of this.all()) if (channel.held !== null) this.touch(channel.id).voidMarks()
    })
    this.marksAreMissing()
  }

  /** Somewhere my marks are not known: whoever shows them asks for them. */
  marksAreMissing(): void {
    this.#parts.onMarksMissing()
  }

  /** [SYNC-3] Forgets all rows of a stream, as if it had never been held. */
  drop(stream: string): void {
    this.change(() => {
      this.revs.delete(stream)
      this.#dropRows(stream)
    })
  }

  #dropRows(stream: string): void {
    switch (kindOf(stream)) {
      case 'channel':
        this.touch(stream).drop()
        break
      case 'user':
        this.#dropOwn()
        break
      case 'directory':
        this.#dropListings()
        break
      case 'people':
        this.people.drop()
        break
      case 'workspace':
        this.policies.value = new Map()
        this.teams.drop('workspace')
        this.workspace.value = null
        break
      case null:
    }
  }

  #dropOwn(): void {
    this.choices.drop()
    this.sectionRows.drop()
    this.teams.drop('user')
    for (const channel of this.all()) this.touch(channel.id).putPlace(null)
    this.voidMarks()
  }

  /** Another person or another epoch: nothing of the past may stay. */
  dropAll(): void {
    this.change(() => {
      for (const channel of this.all()) this.touch(channel.id).forget()
      for (const stream of [...this.revs.keys(), DIRECTORY]) this.drop(stream)
      this.people.drop()
      this.typists.clear()
      this.epoch = null
    })
  }

  /** Seats and sessions are asked for where they are shown, so that they are not held. */
  #put(stream: string, row: Row): void {
    if (row.row === 'message') this.#putMessage(stream, row)
    else if (row.row === 'channel') this.#putChannel(stream, row)
    else if (row.row === 'place') this.touch(row.channel).putPlace(row)
    else if (row.row === 'listing') this.#putListing(row)
    else if (row.row === 'user') this.people.put(row)
    else if (row.row === 'preference') this.choices.put(row)
    else if (row.row === 'section') this.sectionRows.put(row)
    else if (row.row === 'usergroup' || row.row === 'shared') this.teams.put(row)
    else if (row.row === 'grouping') this.#putGrouping(row)
    else if (row.row === 'workspace') this.workspace.value = row
    else if (row.row === 'policy') this.policies.value = new Map(this.policies.peek()).set(row.name, row)
  }

  /** Posts that call the group count in every channel, or no more. */
  #putGrouping(row: GroupingRow): void {
    this.teams.put(row)
    for (const { id } of this.all()) this.touch(id)
  }

  /** What a page of history tells of its channel, put if newer. */
  putAbout(row: ChannelRow): void {
    if (row.rev > this.touch(row.id).aboutRev) this.#putChannel(row.id, row)
  }

  #putChannel(stream: string, row: ChannelRow): void {
    const channel = this.touch(stream)
    if (row.gone) return void this.#parts.onHidden(stream)
    const { kind, name, people = [], created: made, topic = '', purpose = '', archived = false } = row
    const { posting = null, newcomers = false } = row
    channel.describe({ kind, name, people, made, topic, purpose, posting, newcomers, archived }, row.creator)
    channel.aboutRev = row.rev
    channel.counts.addDeleted(row.deleted ?? [])
    channel.counts.setCalls(row.rev, row.calls ?? [], row.groups)
  }

  #putMessage(stream: string, row: MessageRow): void {
    // A new message ends its author's typing signal. An edit does not: the author may be writing another one.
    if (!isChanged(row)) this.typists.stopped(stream, row.author)
    const channel = this.touch(stream)
    const isNew = channel.joined && row.seq > channel.counts.seq
    channel.putMessage(row)
    if (isNew) for (const hear of this.#hearersOfNew) hear(stream, row)
    for (const hear of this.#hearers.get(`${stream} ${row.seq}`) ?? []) hear(row)
    if (row.deleted && channel.held === null) this.#parts.onDeleted(stream, row)
  }

  #putListing(row: ListingRow): void {
    if (row.rev <= (this.listings.get(row.id)?.rev ?? -1)) return
    this.listings.set(row.id, row)
    const channel = this.touch(row.id)
    channel.setListed(row.gone !== true)
    if (row.gone && !channel.joined) this.#parts.onHidden(row.id)
    if (row.gone) return
    const { name, created: made, archived = false, newcomers = false } = row
    channel.describe({ kind: 'public', name, made, archived, newcomers })
  }

  #dropListings(): void {
    for (const id of this.listings.keys()) this.touch(id).setListed(false)
    this.listings.clear()
  }

  #refresh(): void {
    let moved = false
    for (const channel of this.#touched) {
      const before = channel.summary.peek()
      if (channel.joined !== this.#seats.has(channel.id)) this.#seatMoved(channel)
      channel.refresh()
      moved ||= before !== channel.summary.peek()
      if (this.#listKeys.get(channel) !== channel.listKey) this.#order = this.#directs = null
      this.#listKeys.set(channel, channel.listKey)
      this.#parts.onTouched(channel.id)
    }
    this.#touched.clear()
    if (moved || this.#order === null) this.#shown.value = this.#shown.peek() + 1
  }

  #seatMoved({ id, joined }: Channel): void {
    if (joined) this.#seats.add(id)
    else this.#seats.delete(id)
    this.#parts.onSeat(id, joined)
  }

  #sorted(): readonly Channel[] {
    return [...this.#channels.values()].filter(channel => channel.isListed && !channel.isDirect).sort(byPlaceAndName)
  }
}

const summariesOf = (channels: readonly Channel[]): readonly ChannelSummary[] =>
  channels.flatMap(channel => channel.summary.peek() ?? [])

const byPlaceAndName = (a: Channel, b: Channel): number =>
  Number(b.isIn) - Number(a.isIn) || compare(a.summary.peek()?.name ?? '', b.summary.peek()?.name ?? '')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
