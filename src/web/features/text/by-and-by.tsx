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
  const made = useSignal(1)
  const seen = useSignal(1)
  const count = portions.length
  // An edit while it is unfolded is drawn as a whole: in the midst of it somebody may be reading.
  useEffect(() => {
    if (folded) made.value = 1
  }, [portions])
  useEffect(() => (made.value < count ? inTurn(() => (made.value += 1)) : undefined), [count, made.value])
  useEffect(() => {
    if (folded) seen.value = 1
    else if (seen.value < made.value) return inTurn(() => (seen.value += 1))
  }, [folded, seen.value, made.value])
  return (
    <>
      {portions.slice(0, made.value).map((blocks, at) => (
        <Portion key={at} blocks={blocks} hidden={!folded && at >= seen.value} />
      ))}
      {/* The end of what is drawn is not yet the end: whoever is there stays where they are (`ScrollKeeper`). */}
      {!folded && seen.value < count && <span hidden data-growing="true" />}
    </>
  )
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
