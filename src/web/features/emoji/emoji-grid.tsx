import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { buttonsIn } from './grid-keys.ts'

export interface Pickable {
  /** What is kept when it is picked: a short name with its skin tone. */
  kept: string
  name: string
  sign: string
  label: string
}

export interface Section {
  name: string
  emoji: readonly Pickable[]
}

/** So many are drawn in one go: more than a screenful, and less than a frame's time. */
const PIECE = 96

/** The group that somebody wants to see, by its place; another one with each choice. */
export interface Wanted {
  section: number
}

interface EmojiGridProps {
  sections: readonly Section[]
  /** What scrolls. */
  list: RefObject<HTMLElement | null>
  wanted: ReadonlySignal<Wanted | null>
}

/** All emoji under their headings. The first screenful is drawn at once, the next ones as one comes near them. */
export function EmojiGrid({ sections, list, wanted }: EmojiGridProps) {
  const end = useRef<HTMLDivElement>(null)
  const cut = useMemo(() => sections.map(({ name, emoji }) => ({ name, pieces: piecesOf(emoji) })), [sections])
  const drawn = useSignal(useMemo(() => firstScreenful(cut), []))
  const isWhole = drawn.value >= cut.reduce((sum, { pieces }) => sum + pieces.length, 0)
  useEffect(() => {
    if (end.current === null) return
    const near = new IntersectionObserver(
      entries => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) drawn.value += 1
      },
      { root: list.current, rootMargin: '400px' },
    )
    near.observe(end.current)
    return () => near.disconnect()
    // Anew with each piece, since an observer tells only what has changed.
  }, [drawn.value, isWhole])
  useEffect(() => {
    // Tab comes to the first one; `keepPlace` moves that to where one is.
    const [first] = buttonsIn(list.current)
    if (first !== undefined) first.tabIndex = 0
  }, [sections])
  const goal = wanted.value
  // All up to that group, and what stands below its heading.
  const upTo =
    goal === null ? 0 : cut.slice(0, goal.section + 1).reduce((sum, { pieces }) => sum + pieces.length, 0) + 1
  drawn.value = Math.max(drawn.peek(), upTo)
  useLayoutEffect(() => {
    const group = goal === null ? undefined : list.current?.querySelectorAll('[role="group"]')[goal.section]
    group?.scrollIntoView({ block: 'start' })
  }, [goal])
  let left = drawn.value
  return (
    <>
      {cut.map(({ name, pieces }) => {
        const shown = pieces.slice(0, Math.max(0, left))
        left -= pieces.length
        return shown.length > 0 && <Group key={name} name={name} pieces={shown} />
      })}
      {!isWhole && <div class="emoji-end" ref={end} />}
    </>
  )
}

const piecesOf = (emoji: readonly Pickable[]): (readonly Pickable[])[] =>
  Array.from({ length: Math.ceil(emoji.length / PIECE) }, (_, at) => emoji.slice(at * PIECE, (at + 1) * PIECE))

/**
 * How many pieces fill the first screen. "Used last" may hold two emoji: drawn alone, there would be nothing below them
 * for the key Down to go to until the next piece is there.
 */
const firstScreenful = (cut: readonly { pieces: readonly (readonly Pickable[])[] }[]): number => {
  let count = 0
  let emoji = 0
  for (const piece of cut.flatMap(section => section.pieces)) {
    if (emoji >= PIECE) break
    count += 1
    emoji += piece.length
  }
  return count
}

function Group({ name, pieces }: { name: string; pieces: readonly (readonly Pickable[])[] }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset, since there is nothing to fill in
    <div role="group" aria-labelledby={id}>
      <h3 class="emoji-group" id={id}>
        {name}
      </h3>
      <div class="emoji-row">
        {pieces.map((emoji, at) => (
          <Piece key={at} emoji={emoji} />
        ))}
      </div>
    </div>
  )
}

/** Drawn once: what comes after it changes nothing of it. */
function Piece({ emoji }: { emoji: readonly Pickable[] }) {
  return useMemo(
    () => (
      <>
        {emoji.map(({ kept, name, sign, label }) => (
          <button key={kept} class="emoji" type="button" tabIndex={-1} data-kept={kept} aria-label={name} title={label}>
            {sign}
          </button>
        ))}
      </>
    ),
    [emoji],
  )
}
