import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useClient } from '../client.ts'
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

/** Drawn anew only when a channel comes, goes or changes sides: whatever else changes is for its own line. */
export function ChannelList({ joined, marks }: { joined: boolean; marks: CurrentMarks }) {
  const ids = useChannelIds(joined).value
  const drawn = ids.slice(0, useSlices(ids.length))
  if (ids.length === 0) return null
  const blocks = Array.from({ length: Math.ceil(drawn.length / BLOCK) }, (_, at) =>
    drawn.slice(at * BLOCK, (at + 1) * BLOCK),
  )
  return (
    <>
      {!joined && <h3 class="channels-others">Not joined</h3>}
      {/* biome-ignore lint/a11y/useSemanticElements: a list element may not hold blocks */}
      <div role="list" aria-busy={drawn.length < ids.length}>
        {blocks.map((block, at) => (
          <div class="channel-block" key={at} style={{ '--lines': block.length }}>
            {block.map(id => (
              <ChannelLink key={id} id={id} isCurrent={marks.of(id)} />
            ))}
          </div>
        ))}
      </div>
    </>
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

const useChannelIds = (joined: boolean): ReadonlySignal<readonly string[]> => {
  const { channels } = useClient().replica
  const last = useRef<readonly string[]>([])
  return useComputed(() => {
    const ids = channels.value.filter(channel => channel.joined === joined).map(({ id }) => id)
    const same = ids.length === last.current.length && ids.every((id, at) => id === last.current[at])
    if (!same) last.current = ids
    return last.current
  })
}
