import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { ShownFile } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { contentOf, copyOf, isSent, mayMove } from './address.ts'
import { localOf } from './on-the-way.ts'
import { useStill } from './still.ts'
import { placeholderOf } from './thumbhash.ts'

interface PictureProps {
  file: ShownFile
  /** The only one of its message; of several each is a square of a grid. */
  isOne: boolean
  /** Null where it cannot be opened yet. */
  onOpen: (() => void) | null
}

/** So large a picture of its own is shown, and one of several. */
const ONE = 480
const OF_SEVERAL = 240

/** A picture in its place. What stands for it until it is there is made of its row. */
export function Picture({ file, isOne, onOpen }: PictureProps) {
  const isHere = useSignal(false)
  const moves = useSignal(false)
  const { src, lost } = useSource(file, isOne ? ONE : OF_SEVERAL, moves.value)
  const placeholder = isHere.value || !file.placeholder ? null : placeholderOf(file.placeholder)
  const picture = (
    <img
      src={src ?? undefined}
      alt={file.alt ?? file.name}
      title={file.alt ?? file.name}
      width={file.width}
      height={file.height}
      decoding="async"
      draggable={false}
      style={{ backgroundImage: placeholder === null ? 'none' : `url(${placeholder})` }}
      onLoad={() => (isHere.value = true)}
      onError={lost}
    />
  )
  return (
    <>
      {onOpen === null ? (
        picture
      ) : (
        <button class="picture-open" type="button" aria-haspopup="dialog" onClick={onOpen}>
          {picture}
        </button>
      )}
      {mayMove(file) && (
        <button
          class="picture-play"
          type="button"
          aria-pressed={moves.value}
          aria-label={say`Play ${file.name}`}
          onClick={() => (moves.value = !moves.value)}
        >
          {say`GIF`}
        </button>
      )}
    </>
  )
}

/**
 * The address that it began with, for as long as it is drawn: another one would make it flicker. Where nothing is to be had there (a
 * small copy is being made, a file is no message's yet) the next one is tried.
 */
const useSource = (file: ShownFile, pixels: number, moves: boolean) => {
  const first = useRef<string | null>(null)
  const missing = useSignal<ReadonlySet<string>>(new Set())
  const sent = isSent(file) ? [copyOf(file, pixels), contentOf(file)] : []
  const known = [localOf(file.id), ...sent].filter(src => src !== null && !missing.value.has(src))
  if (first.current === null || missing.value.has(first.current)) first.current = known[0] ?? null
  const { current } = first
  // A small copy stands still by itself.
  const isMoving = mayMove(file) && current !== null && !current.includes('/thumb/')
  const still = useStill(isMoving && !moves ? current : null)
  const src = moves ? (known.find(one => !one?.includes('/thumb/')) ?? current) : isMoving ? still : current
  const lost = () => {
    if (src !== null) missing.value = new Set([...missing.peek(), src])
  }
  return { src, lost }
}
