import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Reaction } from '../../sync/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useAtHand } from '../actions/at-hand.ts'
import { useClient } from '../client.ts'
import type { Said } from '../timeline/said.ts'
import { useSigns } from './signs.ts'
import { useNames } from './who.ts'

/** So many chips fit into two lines however narrow the page is: fewer need not be measured. */
const FIT = 6

/** The reactions to a message, as chips that toggle one's own. Two lines of them, then how many more there are. */
export function Chips({ said, channel, seq }: { said: Said; channel: string; seq: number }) {
  const atHand = useAtHand()
  const chips = useClient().replica.reactions(channel, seq).value
  const signs = useSigns(chips.map(({ name }) => name))
  const row = useRef<HTMLDivElement>(null)
  const { shown, isFolded, unfold } = useTwoLines(row, chips)
  if (chips.length === 0) return null
  const hidden = chips.length - shown
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div class="chips" role="group" aria-label={say`Reactions`} data-folded={isFolded} ref={row}>
      {chips.slice(0, shown).map(chip => (
        <Chip
          key={chip.name}
          chip={chip}
          {...signs(chip.name)}
          onToggle={() => atHand.use(tools => tools.toggle(said, chip.name))}
        />
      ))}
      {hidden > 0 && (
        <button class="chip" type="button" aria-label={say`${hidden} more`} aria-expanded={false} onClick={unfold}>
          +{hidden}
        </button>
      )}
      <button
        class="chip chip-add"
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={say`Add reaction`}
        onClick={() => atHand.use(tools => tools.open({ kind: 'react', said }))}
      >
        <Icon name="react" />
      </button>
    </div>
  )
}

interface ChipProps {
  chip: Reaction
  sign: string | null
  label: string
  onToggle: () => void
}

function Chip({ chip, sign, label, onToggle }: ChipProps) {
  const names = useNames(chip)
  return (
    <button
      class="chip"
      type="button"
      data-name={chip.name}
      aria-pressed={chip.mine}
      aria-label={say`${label}, ${String(chip.count)}`}
      title={names}
      onClick={onToggle}
    >
      <span class="chip-sign">{sign ?? `:${chip.name}:`}</span>
      {chip.count}
    </button>
  )
}

/**
 * How many chips stand in two lines, beside the one that says how many do not; all of them once they are wanted. The
 * styles cut what is further down, so that measuring moves nothing.
 */
const useTwoLines = (row: { current: HTMLElement | null }, { length: count }: readonly Reaction[]) => {
  const isUnfolded = useSignal(false)
  const measured = useSignal<{ count: number; fit: number } | null>(null)
  const isLong = count > FIT && !isUnfolded.value
  useLayoutEffect(() => {
    const { current } = row
    if (current === null || !isLong || measured.peek()?.count === count) return
    measured.value = { count, fit: fitting([...current.querySelectorAll<HTMLElement>('.chip[data-name]')]) }
  })
  useLayoutEffect(() => {
    const { current } = row
    if (current === null || !isLong) return
    let { clientWidth } = current
    const sizes = new ResizeObserver(() => {
      if (current.clientWidth !== clientWidth) measured.value = null
      clientWidth = current.clientWidth
    })
    sizes.observe(current)
    return () => sizes.disconnect()
  }, [row, isLong, measured])
  const fit = isLong && measured.value?.count === count ? measured.value.fit : count
  const unfold = () => {
    isUnfolded.value = true
  }
  return { shown: fit, isFolded: isLong, unfold }
}

/** Of chips that are all drawn: how many stand in the first two lines, less one where another has to stand there. */
const fitting = (chips: readonly HTMLElement[]): number => {
  const third = [...new Set(chips.map(({ offsetTop }) => offsetTop))][2]
  return third === undefined ? chips.length : chips.findIndex(({ offsetTop }) => offsetTop >= third) - 1
}
