import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { listIsOpen } from '../../navigation.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'
import type { Section } from '../../sync/section.ts'
import { isDirect, titleOf } from '../title-of.ts'

/** Who is in so many channels has a list of their own: the others are folded away. */
const ENOUGH = 3

/** The section of favourites, above all others. */
const STARRED = 'starred'

/**
 * The lines of the lists from top to bottom, as ids: favourites, sections of one's own, then one's other channels, the
 * channels that one is not in, and the direct conversations. Where nothing else was chosen what moved last comes first, and
 * the channels that one is not in stand by name.
 * No line moves under a pointer, under the focus, or on a small screen while the list is open: who aims at a line hits it.
 */
export class ChannelOrder {
  /** Favourites, where there are any, and the sections of one's own. */
  readonly sections: ReadonlySignal<readonly Section[]>
  readonly mine: ReadonlySignal<readonly string[]>
  /** All the channels that one is not in, folded or not. */
  readonly others: ReadonlySignal<readonly string[]>
  /** What is drawn of them. */
  readonly shown: ReadonlySignal<readonly string[]>
  /** Conversations with people; the one that is shown is there, also where nothing was said in it yet. */
  readonly directs: ReadonlySignal<readonly string[]>
  readonly #client: Client
  readonly #current: ReadonlySignal<string | null>
  readonly #isPointed = signal(false)
  readonly #isFocused = signal(false)
  readonly #grouped: ReadonlySignal<ReadonlyMap<string, readonly ChannelSummary[]>>
  readonly #lists = new Map<string, ReadonlySignal<readonly string[]>>()

  constructor(client: Client, current: ReadonlySignal<string | null>) {
    const { replica } = client
    this.#client = client
    this.#current = current
    this.#grouped = computed(() => {
      const { value: sections } = replica.sections
      const all = [...replica.channels.value, ...withShown(client, current.value)]
      const homes = homesIn(sections)
      return Map.groupBy(all, summary => sectionOf(summary, sections, homes))
    })
    this.sections = computed(() => {
      const grouped = this.#grouped.value
      // One for everybody is shown to whoever is in one of its channels.
      const own = [...replica.sections.value.values()].filter(
        ({ id, name, hidden, channels }) => name !== '' && !hidden && (channels === undefined || grouped.has(id)),
      )
      const starred = replica.sections.value.get(STARRED)
      return starred !== undefined && grouped.has(STARRED) ? [starred, ...own] : own
    })
    this.mine = this.in('channels')
    this.directs = this.in('direct')
    this.others = kept(() => (this.#grouped.value.get('others') ?? []).map(({ id }) => id))
    this.shown = this.in('others')
  }

  /** What is drawn of a section. */
  in(section: string): ReadonlySignal<readonly string[]> {
    const known = this.#lists.get(section)
    if (known !== undefined) return known
    const list = kept(before => this.#drawn(section, before).map(({ id }) => id))
    this.#lists.set(section, list)
    return list
  }

  isFolded(section: string): boolean {
    const { replica } = this.#client
    const folded = replica.sections.value.get(section)?.folded ?? null
    if (folded !== null || section !== 'others') return folded === true
    return replica.channels.value.filter(({ joined }) => joined).length >= ENOUGH
  }

  /** How many conversations of a section are not drawn. */
  hidden(section: string): number {
    return (this.#grouped.value.get(section)?.length ?? 0) - this.in(section).value.length
  }

  /** All lines that are drawn, from top to bottom. */
  lines(): readonly string[] {
    const sections = this.sections.peek().map(({ id }) => this.in(id))
    return [...sections, this.mine, this.shown, this.directs].flatMap(list => list.peek())
  }

  pointed(isPointed: boolean): void {
    this.#isPointed.value = isPointed
  }

  focused(isFocused: boolean): void {
    this.#isFocused.value = isFocused
  }

  /** In a folded section what is shown right now stays, and what has news. */
  #drawn(section: string, before: readonly string[]): readonly ChannelSummary[] {
    const { unread = false, sort = null, channels } = this.#client.replica.sections.value.get(section) ?? {}
    const all = this.#grouped.value.get(section) ?? []
    const isShort = unread || this.isFolded(section)
    const drawn = isShort ? all.filter(({ id, unread: news }) => news > 0 || id === this.#current.value) : all
    if (this.#isHeld) return byPlace(drawn, before)
    if (sort === 'name') return this.#byName(drawn)
    if (sort === null && channels !== undefined) return byPlace(drawn, channels)
    return sort === null && section === 'others' ? drawn : byTime(drawn)
  }

  #byName(channels: readonly ChannelSummary[]): ChannelSummary[] {
    const named = channels.map(summary => ({ summary, name: titleOf(this.#client, summary).name }))
    return named.sort((a, b) => a.name.localeCompare(b.name)).map(({ summary }) => summary)
  }

  get #isHeld(): boolean {
    return this.#isPointed.value || this.#isFocused.value || listIsOpen.value
  }
}

/** In which section for everybody a channel stands where I put it nowhere else. */
const homesIn = (sections: ReadonlyMap<string, Section>): ReadonlyMap<string, string> =>
  new Map(
    [...sections.values()].flatMap(({ id, channels = [], hidden }) =>
      hidden ? [] : channels.map(channel => [channel, id] as const),
    ),
  )

const sectionOf = (
  summary: ChannelSummary,
  sections: ReadonlyMap<string, Section>,
  homes: ReadonlyMap<string, string>,
): string => {
  const isWithPeople = isDirect(summary)
  if (!isWithPeople && !summary.joined) return 'others'
  if (summary.star) return STARRED
  const chosen = summary.section === null ? undefined : sections.get(summary.section)
  const plain = isWithPeople ? 'direct' : 'channels'
  if (chosen !== undefined && !chosen.hidden) return chosen.id === 'channels' ? plain : chosen.id
  return homes.get(summary.id) ?? plain
}

/** All that are open, and the one that is shown, also where nothing was said in it yet. */
const withShown = ({ replica }: Client, current: string | null): readonly ChannelSummary[] => {
  const open = replica.directs.value
  const shown = current === null ? null : replica.channel(current).value
  return shown === null || !isDirect(shown) || open.some(({ id }) => id === shown.id) ? open : [shown, ...open]
}

/** The same array for as long as the ids are the same: the lines are then left alone. */
const kept = (next: (before: readonly string[]) => readonly string[]): ReadonlySignal<readonly string[]> => {
  let last: readonly string[] = []
  return computed(() => {
    const ids = next(last)
    const same = ids.length === last.length && ids.every((id, at) => id === last[at])
    if (!same) last = ids
    return last
  })
}

/** What moved last comes first. Channels in which nothing was said stay as they came, by name. */
const byTime = (channels: readonly ChannelSummary[]): ChannelSummary[] =>
  [...channels].sort((a, b) => b.moved - a.moved)

/** As they were, those that are new first. */
const byPlace = (channels: readonly ChannelSummary[], before: readonly string[]): ChannelSummary[] => {
  const places = new Map(before.map((id, at) => [id, at]))
  const placeOf = ({ id }: ChannelSummary) => places.get(id) ?? -1
  return [...channels].sort((a, b) => placeOf(a) - placeOf(b))
}
