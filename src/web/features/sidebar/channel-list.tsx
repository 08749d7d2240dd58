import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { ChannelLink } from './channel-link.tsx'
import type { CurrentMarks } from './current-marks.ts'

/** Lines are laid out and painted in blocks of so many, and only those blocks that are seen. */
const BLOCK = 50
/**
 * No line is lower than this, in pixels: what fills a screen for certain is drawn at once. The rest follows in slices
 * between frames, so that the first paint waits for none.
 */
const LOWEST_LINE = 28
const SLICE = 1000

export interface LineProps {
  id: string
  isCurrent: ReadonlySignal<boolean>
}

interface ChannelListProps {
  ids: ReadonlySignal<readonly string[]>
  marks: CurrentMarks
  /** What draws one of them. */
  Line?: ComponentType<LineProps>
}

/** Drawn anew only when a channel comes, goes or moves: whatever else changes is for its own line. */
export function ChannelList({ ids: { value: ids }, marks, Line = ChannelLink }: ChannelListProps) {
  const drawn = ids.slice(0, useSlices(ids.length))
  const blocks = Array.from({ length: Math.ceil(drawn.length / BLOCK) }, (_, at) =>
    drawn.slice(at * BLOCK, (at + 1) * BLOCK),
  )
  if (ids.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list element may not hold blocks
    <div role="list" aria-busy={drawn.length < ids.length}>
      {blocks.map((block, at) => (
        <div class="channel-block" key={at} style={{ '--lines': block.length }}>
          {block.map(id => (
            <Line key={id} id={id} isCurrent={marks.of(id)} />
          ))}
        </div>
      ))}
    </div>
  )
}

const useSlices = (length: number): number => {
  const drawn = useSignal(Math.ceil(innerHeight / LOWEST_LINE))
  const { value } = drawn
  useEffect(() => {
    if (value >= length) return
    const timer = setTimeout(() => (drawn.value = value + SLICE), 20)
    return () => clearTimeout(timer)
  }, [drawn, value, length])
  return value
}
