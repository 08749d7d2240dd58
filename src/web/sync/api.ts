import type { ReadonlySignal } from '@preact/signals'
import type { Answers, Fields } from '#protocol/commands.ts'
import type { PreferenceName, Preferences, PreferenceValue } from '#protocol/preferences.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type {
  ChannelKind,
  FileRow,
  MessageRow,
  NoticeLevel,
  PlaceRow,
  PolicyRow,
  Posting,
  PreviewCard,
  SharedSectionRow,
  UserGroupRow,
  UserRow,
  WorkspaceRow,
} from '#protocol/rows.ts'
import type { Uploads } from './files/uploads.ts'
import type { Section, SectionChoices } from './section.ts'

/**
 * What the page sees of `web/sync`: signals to read, verbs to call. Nothing below this line of the page knows about
 * sockets, and nothing above it about components.
 */
export interface Client {
  readonly session: ReadonlySignal<SessionState>
  readonly connection: ReadonlySignal<Connection>
  readonly replica: Replica
  readonly outbox: OutboxView
  readonly drafts: Drafts

  /** Signs in by display name, with what stands in the link of an invitation; the refusal (with `suggestion` for a taken name) is for the field. */
  join(name: string, invitation?: string): Promise<{ ok: true } | { refused: Refusal; suggestion?: string }>
  /** Ends the session here and on the server and forgets the local copy. Rejects, forgetting nothing, where the server is away. */
  signOut(): Promise<void>
  /** Sends now, whatever the outbox holds; waits for the answer. For everything but posts. */
  ask: Ask
  /** Puts a post into the outbox (kept until acknowledged) and returns its clientId at once. Joins the channel first where needed. */
  post(channel: string, text: string, files?: readonly PostFile[]): string
  /** The files of this person that are on their way: the program for it is fetched with the first call. */
  uploads(): Promise<Uploads>
  /** Gives an own message another text. Shown at once; one that is unsent is rewritten before it goes out. */
  edit(channel: string, message: MessageName, text: string): void
  /** Deletes an own message: gone from the screen at once. One that was never sent never will be. */
  remove(channel: string, message: MessageName): void
  /** Adds one's own reaction, or takes it back. Shown at once; there and back again before it went out is nothing. */
  react(channel: string, seq: number, name: string, on: boolean): void
  /**
   * Puts a command into the outbox: shown at once, kept over reloads, sent when there is a connection. Resolves with the
   * server's word. An asker who has gone by then (`signal` is aborted) is told of a refusal by `outbox.parked`.
   */
  perform(act: Act, signal?: AbortSignal): Promise<{ ok: Record<string, unknown> } | { refused: Refusal }>
  /** The channel that is on the screen: watched if there is no seat, its newest page loaded, older ones on `older`. Resolves with what can be had now. */
  open(channel: string): Promise<void>
  /** The channel that is probably opened next: its local copy is read already. */
  prepare(channel: string): void
  /** Loads the page before the oldest covered message; resolves when the rows are in the replica. */
  older(channel: string): Promise<void>
  /**
   * Loads older pages until `seq` is held, at most fifty. Answers whether it is worth no further try: it is held, too
   * far up, or not to be had; false where the connection went away.
   */
  reach(channel: string, seq: number): Promise<boolean>
  /** Marks read up to `seq`; coalesced, never back. */
  markRead(channel: string, seq: number): void
  typing(channel: string): void
  /** The people on the screen, those most wanted first: whether they are online is heard from here on. */
  showing(users: readonly string[]): void
  /** Loads the page of the build that the server has now. For somebody who asks for it: nothing typed is lost, but interrupted. */
  renew(): Promise<void>
  /** Tries to connect now, and not only when the next try is due. For somebody who asks for it. */
  reconnect(): void
  stop(): void
}

export type SessionState =
  | { phase: 'starting' }
  | { phase: 'signed-out'; rememberedName: string; reason?: 'ended'; unsent?: readonly Unsent[] }
  | { phase: 'signed-in'; id: string; name: string }

/**
 * A text that did not get away before the server ended the session. It is kept nowhere else, so that whoever joins next
 * at this browser finds no trace of it. `channel` is its name, null where that is not known.
 */
export interface Unsent {
  channel: string | null
  text: string
}

/** `lost` says when the next try is due (milliseconds of the client's clock). `stale` tells that the page is older than the server. */
export type Connection =
  | { phase: 'connecting' }
  | { phase: 'live'; stale: boolean }
  | { phase: 'lost'; retryAt: number }

/** Rows as signals. Reading one that is not held yields null and never asks by itself. */
export interface Replica {
  /** All that have a name, one's own first, by name. */
  channels: ReadonlySignal<readonly ChannelSummary[]>
  /** The conversations with people that are open, in no order. */
  directs: ReadonlySignal<readonly ChannelSummary[]>
  channel(id: string): ReadonlySignal<ChannelSummary | null>
  /** Who made a channel; null where that was never told here, as of one without a seat. */
  maker(channel: string): ReadonlySignal<string | null>
  /** The user's row; unknown ids are asked for in one batch and fill in later. */
  user(id: string): ReadonlySignal<UserRow | null>
  /** Everybody whose row is held now: those whom one has met, and never all of a large workspace. */
  heldPeople(): readonly UserRow[]
  timeline(channel: string): ReadonlySignal<Timeline>
  /** One message's row, with what one has done to it and the server does not know yet: redraws only its own element. */
  message(channel: string, seq: number): ReadonlySignal<MessageRow | null>
  /** Calls `hear` with what becomes of a message that is shown though it is not held, as in a quote. Returns how to stop. */
  hearMessage(channel: string, seq: number, hear: (row: MessageRow) => void): () => void
  /** Calls `hear` with each message that is newer than all that were known of a conversation one is in. Returns how to stop. */
  hearNew(hear: (channel: string, row: MessageRow) => void): () => void
  /** The chips under a message, in the order in which they appeared, my own unsent ones included. */
  reactions(channel: string, seq: number): ReadonlySignal<readonly Reaction[]>
  /** What a message brings besides its text, in its author's order. */
  files(channel: string, seq: number): ReadonlySignal<readonly ShownFile[]>
  /** What stands behind the addresses of a message, in their order. */
  previews(channel: string, seq: number): ReadonlySignal<readonly PreviewCard[]>
  /** Whether a row of mine says that the message names me. The text may say so earlier. */
  isMentioned(channel: string, seq: number): ReadonlySignal<boolean>
  typing(channel: string): ReadonlySignal<readonly string[]>
  /** What I chose for myself, as far as I did. */
  preferences: ReadonlySignal<Partial<Preferences>>
  /** By id, own ones in their order. */
  sections: ReadonlySignal<ReadonlyMap<string, Section>>
  /** By id, those that are there. */
  groups: ReadonlySignal<ReadonlyMap<string, UserGroupRow>>
  /** The ids of the user groups that I am in. */
  myGroups: ReadonlySignal<ReadonlySet<string>>
  /** By id: what admins put together for everybody. */
  sharedSections: ReadonlySignal<ReadonlyMap<string, SharedSectionRow>>
  /** What the workspace has decided, by name; where it has not, the default holds (`features/policies`). */
  policies: ReadonlySignal<ReadonlyMap<string, PolicyRow>>
  /** Whose this is; null as long as that was not told. */
  workspace: ReadonlySignal<WorkspaceRow | null>
  /** Whether somebody on the screen (see `showing`) is online; false for everybody else. */
  online(user: string): ReadonlySignal<boolean>
}

/** What a conversation is, apart from what is said in it. */
export interface About {
  /** Channels have a name; `dm` (two people, or oneself) and `group` are called by their people. */
  kind: ChannelKind
  /** Empty where it is called by its people. */
  name: string
  /** Of a direct conversation or a group: everybody in it, oneself included; else nobody. */
  people: readonly string[]
  /** When it was made, milliseconds; null where that is not known. */
  made: number | null
  /** How many people were in it when that was told last; null where it was not. Only who is in it is told. */
  members: number | null
  /** What is talked about now, in one line; empty where nobody has said. */
  topic: string
  /** What it is for; null where that was not told here. */
  purpose: string | null
  /** Who writes there; null: everybody in it. */
  posting: Posting | null
  /** Whoever comes into the workspace gets a seat in it. */
  newcomers: boolean
  /** It can be read, and no more. */
  archived: boolean
}

/** Where I have put a conversation in my own list, and whether it is to be silent. */
export interface Arranged {
  star: boolean
  mute: boolean
  /** The id of a section; null, or one that is not there, means none. */
  section: string | null
  /** What of it is to be told; null: as the preference says. */
  level: NoticeLevel | null
}

/** One line of the sidebar: joined channels from places, all others from the directory. */
export interface ChannelSummary extends About, Arranged {
  id: string
  joined: boolean
  place: PlaceRow | null
  unread: number
  /** How many of them are meant for oneself: by name, or because everybody is called. */
  mentions: number
  /** Newest seq known, 0 for an empty channel. */
  seq: number
  /** When something was last said there, milliseconds, as far as is known here; 0 for never. */
  moved: number
}

/** What the conversation draws: covered messages in order of seq without holes, then own unsent ones in order. */
export interface Timeline {
  state: 'loading' | 'ready' | 'not-found'
  seqs: readonly number[]
  /** Whether older messages exist before the first of `seqs`. */
  older: boolean
  /** Whether more may have been said: what is here is a copy, or the connection was away and is being caught up with. */
  behind: boolean
  pending: readonly OutboxEntry[]
}

/** `people`: the first five by time; `mine`: whether I am among all of them. */
export interface Reaction {
  name: string
  count: number
  people: readonly string[]
  mine: boolean
}

/** A message by its number, or an own one that has none yet by its clientId. */
export type MessageName = number | { clientId: string }

/**
 * What somebody did to the workspace, as the page says it: a command, but that a message may be one that is not sent yet.
 * `base` of an edit is the rev of the text that it was made from.
 */
export type Act =
  | { do: 'message.post'; channel: string; text: string; files?: PostFile[] | undefined }
  | { do: 'message.edit'; channel: string; message: MessageName; text: string; base?: number | undefined }
  | { do: 'message.delete'; channel: string; message: MessageName }
  | { do: 'reaction.add' | 'reaction.remove'; channel: string; message: MessageName; name: string }
  | { do: 'channel.join' | 'channel.leave' | 'direct.close'; channel: string }
  | { do: 'channel.create'; name: string; private?: boolean }
  | Upkeep
  | { do: 'profile.rename'; name: string }
  | ({ do: 'profile.edit' } & Persona)
  | ({ do: 'place.arrange'; channel: string } & Partial<Arranged>)
  | ({ do: 'section.set'; section: string; gone?: true } & Partial<SectionChoices>)
  | { do: 'preference.set'; name: PreferenceName; value: PreferenceValue }

/** A file of a message that is not sent yet: named by its upload until that has its id. */
export interface PostFile {
  upload: string
  id?: string | undefined
  alt?: string | undefined
  name: string
  type: string
  size: number
  width?: number | undefined
  height?: number | undefined
}

/** A file as a message shows it: `id` is its upload's while that is on its way. */
export type ShownFile = Omit<FileRow, 'row' | 'rev' | 'seq' | 'gone'>

/** What people say of themselves beside their name; empty takes it away. */
export interface Persona {
  handle?: string
  fullName?: string
  pronouns?: string
  title?: string
  zone?: string
}

/** What somebody did to a channel itself. */
export type Upkeep =
  | { do: 'channel.rename'; channel: string; name: string }
  | { do: 'channel.describe'; channel: string; topic?: string; purpose?: string }
  | { do: 'channel.archive' | 'channel.unarchive'; channel: string }
  | { do: 'channel.convert'; channel: string; kind: 'public' | 'private'; name?: string }

/** An act that is to be sent, or sent again. */
export interface Waiting {
  clientId: string
  act: Act
}

/** An act that the server refused for good: undone on the screen. It stays here, with what was typed, until it is tried again or discarded. */
export interface Parked {
  clientId: string
  act: Act
  refusal: Refusal
}

export interface OutboxEntry {
  clientId: string
  channel: string
  text: string
  files?: readonly PostFile[] | undefined
  /** When it was written, milliseconds since 1970. */
  at: number
  /** `waiting` is shown slightly faded; `failed` with its reason, *Retry* and *Discard*. */
  state: { phase: 'waiting' } | { phase: 'failed'; refusal: Refusal }
}

export interface OutboxView {
  /** Own messages that are not acknowledged. */
  entries: ReadonlySignal<readonly OutboxEntry[]>
  /** Whether everything has its answer: nothing would be sent after a reload. */
  idle: ReadonlySignal<boolean>
  /** What has no answer yet and was not refused, messages aside: shown already, as far as it can be. */
  waiting: ReadonlySignal<readonly Waiting[]>
  /** What was refused, messages aside (those stand in their timeline). */
  parked: ReadonlySignal<readonly Parked[]>
  /** All texts of this person at this browser that are not acknowledged, also what other tabs and earlier pages hold. */
  unsent(): Promise<readonly Pick<OutboxEntry, 'channel' | 'text'>[]>
  retry(clientId: string): void
  discard(clientId: string): void
}

export type Ask = <N extends keyof Answers>(
  name: N,
  fields: Fields<N>,
  /** Aborted by an asker who goes: then it is not sent any more, unless it has been. */
  signal?: AbortSignal,
) => Promise<{ ok: Answers[N] } | { refused: Refusal }>

/** What somebody typed and has not sent, by channel. Kept on every keystroke; the empty text forgets it. */
export interface Drafts {
  /** Whether the draft that was typed last is in this page alone, and gone when it closes: the storage takes no more. */
  readonly unkept: ReadonlySignal<boolean>
  get(channel: string): string
  set(channel: string, text: string): void
  /**
   * Calls `hear` when another tab goes on with the draft that is shown here, or sends it. An empty field, and a text
   * that was written only here, stay as they are. Returns how to stop.
   */
  follow(channel: string, hear: (text: string) => void): () => void
}

/** Everything that a simulation replaces. The browser's own are in `browser.ts`. */
export interface Environment {
  now(): number
  setTimer(run: () => void, ms: number): () => void
  random(): number
  newClientId(): string
  /** `resume`: what is held of the own stream, for the greeting to go on from. */
  connect(
    handlers: { message(text: string): void; close(code: number): void },
    resume: { epoch: string; own: number } | null,
  ): {
    send(text: string): void
    close(code?: number): void
  }
  signIn(
    name: string,
    invitation?: string,
  ): Promise<{ id: string; name: string } | { refused: Refusal; suggestion?: string }>
  /** Rejects where the server cannot be reached: then the session is still there. */
  signOut(): Promise<void>
  /** Whose session the cookie is. Browsers hide why a socket was refused: this tells "signed out" from "server away". */
  whoAmI(): Promise<{ id: string; name: string } | 'signed-out' | 'away'>
  /** The network or the person came back, or the network went: a good moment to connect, or to make sure. Returns how to stop listening. */
  onWake(wake: () => void): () => void
  /** The page may go away without another word: the last moment to keep something. */
  onHide(hide: () => void): () => void
  /** Keyed storage (IndexedDB); a failing or missing one must never stop the client. */
  storage: Storage
  /** Small values that must be there before the first frame (localStorage). */
  memory: {
    get(key: string): string | null
    /** Whether it will outlive this page; false where the storage is full or forbidden. */
    set(key: string, value: string): boolean
    remove(key: string): void
  }
  /** Runs `work` in one tab at a time (Web Locks where there are any, else a lease in storage). */
  exclusively(name: string, work: () => Promise<void>): Promise<void>
  /** Tells the other tabs of this person, and hears them. */
  broadcast: { post(message: unknown): void; listen(hear: (message: unknown) => void): () => void }
  page: PageItself
}

/** The page that this client runs in. */
export interface PageItself {
  /** Null where it does not say: then the first server that it meets has the same. */
  readonly build: string | null
  /** Sees to it that the next load brings the page of the server's build; whether it will. */
  prepare(): Promise<boolean>
  /** Whether somebody is typing something, or is amid a dialog. */
  isBusy(): boolean
  /** Whether this tab may load `build` unasked: not the same build twice, nor another one within a minute. */
  mayReload(build: string): boolean
  reload(build: string): void
}

export interface Storage {
  read(table: 'rows' | 'streams' | 'outbox', key: string): Promise<StoredValue | null>
  readAll(table: 'rows' | 'streams' | 'outbox'): Promise<readonly StoredValue[]>
  write(
    puts: readonly { table: string; value: StoredValue }[],
    deletes: readonly { table: string; key: string }[],
  ): Promise<void>
  /** All tables, or these. */
  clear(tables?: string[]): Promise<void>
}

export interface StoredValue {
  key: string
  [field: string]: unknown
}

export type { MessageRow }
