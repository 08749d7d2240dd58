import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { listIsOpen } from '../../navigation.ts'
import { type Fold, rememberedFold, rememberFold } from '../../remembered.ts'
import type { ChannelSummary, Replica } from '../../sync/api.ts'
import { isDirect } from '../title-of.ts'

/** Who is in so many channels has a list of their own: the others are folded away. */
const ENOUGH = 3

/**
 * The lines of the lists from top to bottom, as ids: one's own channels by what moved last, the others by name, then the
 * direct conversations by what moved last.
 * No line moves under a pointer, under the focus, or on a small screen while the list is open: who aims at a line hits it.
 */
export class ChannelOrder {
  readonly mine: ReadonlySignal<readonly string[]>
  /** All the others, folded or not. */
  readonly others: ReadonlySignal<readonly string[]>
  readonly isFolded: ReadonlySignal<boolean>
  /** What is drawn: of folded ones only that which is shown right now. */
  readonly shown: ReadonlySignal<readonly string[]>
  /** Conversations with people; the one that is shown is there, also where nothing was said in it yet. */
  readonly directs: ReadonlySignal<readonly string[]>
  readonly #isPointed = signal(false)
  readonly #isFocused = signal(false)
  readonly #fold: Signal<Fold | null> = signal(rememberedFold())

  constructor(replica: Replica, current: ReadonlySignal<string | null>) {
    const { channels } = replica
    // Those that one is in come first.
    const count = computed(() => {
      const first = channels.value.findIndex(({ joined }) => !joined)
      return first === -1 ? channels.value.length : first
    })
    this.mine = kept(before => {
      const joined = channels.value.slice(0, count.value)
      return (this.#isHeld ? byPlace(joined, before) : byTime(joined)).map(({ id }) => id)
    })
    this.directs = kept(before => {
      const open = withShown(replica, current.value)
      return (this.#isHeld ? byPlace(open, before) : byTime(open)).map(({ id }) => id)
    })
    this.others = kept(() => channels.value.slice(count.value).map(({ id }) => id))
    this.isFolded = computed(() => (this.#fold.value === null ? count.value >= ENOUGH : this.#fold.value === 'folded'))
    const currentAlone = kept(() => this.others.value.filter(id => id === current.value))
    this.shown = computed(() => (this.isFolded.value ? currentAlone.value : this.others.value))
  }

  get #isHeld(): boolean {
    return this.#isPointed.value || this.#isFocused.value || listIsOpen.value
  }

  toggle(): void {
    const fold = this.isFolded.peek() ? 'open' : 'folded'
    this.#fold.value = fold
    rememberFold(fold)
  }

  pointed(isPointed: boolean): void {
    this.#isPointed.value = isPointed
  }

  focused(isFocused: boolean): void {
    this.#isFocused.value = isFocused
  }
}

/** All that are open, and the one that is shown, also where nothing was said in it yet. */
const withShown = (replica: Replica, current: string | null): readonly ChannelSummary[] => {
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
