import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { listIsOpen } from '../../navigation.ts'
import { type Fold, rememberedFold, rememberFold } from '../../remembered.ts'
import type { ChannelSummary } from '../../sync/api.ts'

/** Who is in so many channels has a list of their own: the others are folded away. */
const ENOUGH = 3

/**
 * The lines of the list from top to bottom, as ids: one's own channels by what moved last, then the others by name.
 * No line moves under a pointer, under the focus, or on a small screen while the list is open: who aims at a line hits it.
 */
export class ChannelOrder {
  readonly mine: ReadonlySignal<readonly string[]>
  /** All the others, folded or not. */
  readonly others: ReadonlySignal<readonly string[]>
  readonly isFolded: ReadonlySignal<boolean>
  /** What is drawn: of folded ones only that which is shown right now. */
  readonly shown: ReadonlySignal<readonly string[]>
  readonly #isPointed = signal(false)
  readonly #isFocused = signal(false)
  readonly #fold: Signal<Fold | null> = signal(rememberedFold())

  constructor(channels: ReadonlySignal<readonly ChannelSummary[]>, current: ReadonlySignal<string | null>) {
    // Those that one is in come first.
    const count = computed(() => {
      const first = channels.value.findIndex(({ joined }) => !joined)
      return first === -1 ? channels.value.length : first
    })
    this.mine = kept(before => {
      const joined = channels.value.slice(0, count.value)
      const isHeld = this.#isPointed.value || this.#isFocused.value || listIsOpen.value
      return (isHeld ? byPlace(joined, before) : byTime(joined)).map(({ id }) => id)
    })
    this.others = kept(() => channels.value.slice(count.value).map(({ id }) => id))
    this.isFolded = computed(() => (this.#fold.value === null ? count.value >= ENOUGH : this.#fold.value === 'folded'))
    const currentAlone = kept(() => this.others.value.filter(id => id === current.value))
    this.shown = computed(() => (this.isFolded.value ? currentAlone.value : this.others.value))
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
