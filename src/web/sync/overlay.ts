import { normalizeUserName } from '#domain/names.ts'
import type { MessageRow, ReactionRow } from '#protocol/rows.ts'
import { aboutAfter, isOnMessage } from './acts.ts'
import type { About, Act, Arranged, Persona, Reaction } from './api.ts'
import { arrangedBy } from './arranged.ts'
import type { HeldMessages } from './held-messages.ts'
import type { Kept } from './outbox-store.ts'

/** What somebody did in one channel and the rows do not show yet. */
export interface Overlay {
  /** By seq: the new text and when it was given. */
  edits: ReadonlyMap<number, { text: string; at: number }>
  deleted: ReadonlySet<number>
  /** By seq, then name: whether it is to be there. */
  reactions: ReadonlyMap<number, ReadonlyMap<string, boolean>>
  /** Whether one is in the channel; null where nothing was done about it. */
  joined: boolean | null
  /** Whether a conversation with people was put out of the list. */
  closed: boolean
  /** Where it was put in my own list. */
  arranged: Partial<Arranged>
  /** What was said about it. */
  about: Partial<About>
}

export const noOverlay: Overlay = {
  edits: new Map(),
  deleted: new Set(),
  reactions: new Map(),
  joined: null,
  closed: false,
  arranged: {},
  about: {},
}

/** The overlays of all channels in which something was done, in the order in which it was done. */
export const overlaysOf = (kept: readonly Kept[]): Map<string, Overlay> => {
  const overlays = new Map<string, Drawn>()
  for (const { act, at } of kept) {
    if (!('channel' in act) || act.do === 'message.post') continue
    const overlay: Drawn = overlays.get(act.channel) ?? {
      edits: new Map(),
      deleted: new Set(),
      reactions: new Map(),
      joined: null,
      closed: false,
      arranged: {},
      about: {},
    }
    overlays.set(act.channel, overlay)
    draw(overlay, act, at)
  }
  return overlays
}

/** What somebody has said of themselves, the name as it will be kept. */
export const saidOfOneself = (kept: readonly Kept[]): Persona & { name?: string } => {
  const said: Persona & { name?: string } = {}
  for (const { act } of kept) {
    if (act.do === 'profile.rename') said.name = normalizeUserName(act.name)
    if (act.do !== 'profile.edit') continue
    const { do: _, ...parts } = act
    Object.assign(said, parts)
  }
  return said
}

interface Drawn extends Overlay {
  edits: Map<number, { text: string; at: number }>
  deleted: Set<number>
  reactions: Map<number, Map<string, boolean>>
}

/** An act on an own message without a number is drawn with its echo, not here. */
const draw = (overlay: Drawn, act: Act, at: number): void => {
  if (act.do === 'channel.join') overlay.joined = true
  if (act.do === 'channel.leave') overlay.joined = false
  if (act.do === 'direct.close') overlay.closed = true
  if (act.do === 'place.arrange') Object.assign(overlay.arranged, arrangedBy(act))
  overlay.about = { ...overlay.about, ...aboutAfter(act) }
  if (!isOnMessage(act) || typeof act.message !== 'number') return
  const seq = act.message
  if (act.do === 'message.edit') overlay.edits.set(seq, { text: act.text, at })
  else if (act.do === 'message.delete') overlay.deleted.add(seq)
  else {
    const names = overlay.reactions.get(seq) ?? new Map<string, boolean>()
    overlay.reactions.set(seq, names.set(act.name, act.do === 'reaction.add'))
  }
}

/** The seqs that either overlay says something about. */
export const touchedBy = (...overlays: readonly Overlay[]): Set<number> =>
  new Set(overlays.flatMap(({ edits, deleted, reactions }) => [...edits.keys(), ...deleted, ...reactions.keys()]))

/** A message as it will be once everything that was done to it is known. */
export const messageOver = (row: MessageRow | null, { edits, deleted }: Overlay): MessageRow | null => {
  if (row === null || row.deleted) return row
  const edit = edits.get(row.seq)
  if (deleted.has(row.seq)) return { ...row, text: '', deleted: true }
  return edit === undefined ? row : { ...row, text: edit.text, edited: edit.at }
}

/** The chips under a message, mine as I want them. */
export const reactionsOver = (held: HeldMessages, seq: number, overlay: Overlay, me: string): readonly Reaction[] => {
  if (messageOver(held.get(seq), overlay)?.deleted !== undefined) return []
  const wanted = new Map(overlay.reactions.get(seq) ?? [])
  const chips = held
    .reactions(seq)
    .sort(byAppearance)
    .map(row => {
      const mine = isMine(held, row, me)
      const want = wanted.get(row.name) ?? mine
      wanted.delete(row.name)
      return want === mine ? chipOf(row, mine) : want ? withMe(row, me) : withoutMe(row, me)
    })
  for (const [name, want] of wanted) if (want) chips.push({ name, count: 1, people: [me], mine: true })
  return chips.filter(({ count }) => count > 0)
}

const byAppearance = (a: ReactionRow, b: ReactionRow): number =>
  (a.first ?? 0) - (b.first ?? 0) || (a.name < b.name ? -1 : 1)

/** Whether I am among the people of a reaction. Where the row names all of them it knows best. */
export const isMine = (held: HeldMessages, row: ReactionRow, me: string): boolean =>
  row.people.includes(me) || (row.people.length < row.count && held.mark(row.seq)?.names.includes(row.name) === true)

const chipOf = ({ name, count, people }: ReactionRow, mine: boolean): Reaction => ({ name, count, people, mine })

const withMe = ({ name, count, people }: ReactionRow, me: string): Reaction => ({
  name,
  count: count + 1,
  people: people.length < PEOPLE ? [...people, me] : people,
  mine: true,
})

const withoutMe = ({ name, count, people }: ReactionRow, me: string): Reaction => ({
  name,
  count: count - 1,
  people: people.filter(id => id !== me),
  mine: false,
})

/** So many people a reaction row names. */
const PEOPLE = 5
