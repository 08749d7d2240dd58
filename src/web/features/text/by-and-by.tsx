import { useSignal } from '@preact/signals'
import { Component } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Text } from '#domain/text/tree.ts'
import { Blocks } from './blocks.tsx'
import { inTurn } from './in-turn.ts'
import { portionsOf } from './portions.ts'
import { readText, type TextFormat } from './read-text.ts'

interface ByAndByProps {
  text: string
  format: TextFormat
  /** Only its beginning is seen. */
  folded: boolean
}

/**
 * A long text, portion by portion: its beginning at once, the rest when the page has time, so that it is there for a
 * search and for who hears it. Folded it keeps its height meanwhile. Unfolded it grows at its end alone: what is there
 * already comes into sight portion by portion, too, since laying it out is as much work as making it.
 */
export function ByAndBy({ text, format, folded }: ByAndByProps) {
  const portions = useMemo(() => portionsOf(readText(text, format)), [text, format])
  const made = useMade(portions, folded)
  const seen = useSignal(1)
  useEffect(() => {
    if (folded) seen.value = 1
    else if (seen.value < made.length) return inTurn(() => (seen.value += 1))
  }, [folded, seen.value, made.length])
  return (
    <>
      {made.map((blocks, at) => (
        <Portion key={at} blocks={blocks} hidden={!folded && at >= seen.value} />
      ))}
      {/* The end of what is drawn is not yet the end: whoever is there stays where they are (`ScrollKeeper`). */}
      {!folded && seen.value < portions.length && <span hidden data-growing="true" />}
    </>
  )
}

/**
 * What is drawn by now. Where the text changes while it is folded it begins again. Unfolded, somebody may be reading in
 * the midst of it: there each portion takes the place of the one before, in a task of its own, and what an edit left as
 * it was is not touched.
 */
const useMade = (portions: readonly Text[], folded: boolean): readonly Text[] => {
  const made = useSignal<readonly Text[]>(portions.slice(0, 1))
  /** So many of them, from the first on, are of today's text. */
  const right = useSignal(1)
  useEffect(() => {
    const [first] = portions
    if (first === undefined || made.peek()[0] === first) return
    made.value = folded ? [first] : replaced(made.peek(), 0, first)
    right.value = 1
  }, [portions])
  const all = Math.max(portions.length, made.value.length)
  useEffect(() => {
    if (right.value >= all) return
    return inTurn(() => {
      const at = right.peek()
      const next = portions[at]
      made.value = next === undefined ? made.peek().slice(0, -1) : replaced(made.peek(), at, next)
      if (next !== undefined) right.value = at + 1
    })
  }, [portions, right.value, all])
  return made.value
}

/** The same portion where it says the same, so that it is not drawn again. */
const replaced = (made: readonly Text[], at: number, next: Text): readonly Text[] => {
  const before = made[at]
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(next)) return made
  return [...made.slice(0, at), next, ...made.slice(at + 1)]
}

interface PortionProps {
  blocks: Text
  hidden: boolean
}

class Portion extends Component<PortionProps> {
  override shouldComponentUpdate({ blocks, hidden }: PortionProps): boolean {
    return blocks !== this.props.blocks || hidden !== this.props.hidden
  }

  render() {
    const { blocks, hidden } = this.props
    return (
      <div class="text-portion" hidden={hidden}>
        <Blocks blocks={blocks} />
      </div>
    )
  }
}
