import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ShownFile } from '../../sync/api.ts'
import { IconButton } from '../../ui/button.tsx'
import { Drawn } from '../../ui/icon.tsx'
import { useModal } from '../../ui/use-modal.ts'
import { say } from '../../words/say.ts'
import { contentOf, copyOf, mayMove } from './address.ts'
import { sizeWords } from './file-words.ts'
import { localOf } from './on-the-way.ts'
import { DOWNLOAD, LEAD, ZOOM_IN, ZOOM_OUT } from './outlines.ts'

/** Pictures to be looked at one by one, and of which message each is. */
export interface Looked {
  pictures: readonly { file: ShownFile; channel: string; seq: number }[]
  at: number
}

/** How large a picture is, beside its own size; 0 is as large as the window lets it be. */
const ZOOMS = [0, 0.5, 1, 2, 4]

/** The pictures of a message, each as large as there is room, or larger. Arrows lead to the next one, + and - zoom. */
export function Gallery({ pictures, at: first, onClose }: Looked & { onClose: () => void }) {
  const at = useSignal(first)
  const zoom = useSignal(0)
  const modal = useModal(onClose)
  const shown = pictures[at.value]
  if (shown === undefined) return null
  const { file, channel, seq } = shown
  const turn = (step: number) => {
    const next = at.peek() + step
    if (next < 0 || next >= pictures.length) return
    at.value = next
    zoom.value = 0
  }
  const enlarge = (step: number) => {
    const next = ZOOMS[ZOOMS.indexOf(zoom.peek()) + step]
    if (next !== undefined) zoom.value = next
  }
  const show = () => {
    go(pathOf(channel, seq))
    onClose()
  }
  return (
    <dialog
      class="gallery"
      aria-label={file.name}
      {...modal}
      onKeyDown={event => press(event, { turn, enlarge, isFitted: zoom.value === 0, fit: () => (zoom.value = 0) })}
    >
      <Head
        file={file}
        place={pictures.length > 1 ? say`${at.value + 1} of ${pictures.length}` : ''}
        onZoom={enlarge}
        onShow={show}
        onClose={modal.onClose}
      />
      <Large
        key={file.id}
        file={file}
        zoom={zoom.value}
        onZoom={() => (zoom.value = zoom.peek() === 0 ? 1 : 0)}
        onSwipe={turn}
      />
      {at.value > 0 && (
        <IconButton class="gallery-before" icon="back" label={say`Previous picture`} onClick={() => turn(-1)} />
      )}
      {at.value < pictures.length - 1 && (
        <IconButton class="gallery-after" icon="chevron-right" label={say`Next picture`} onClick={() => turn(1)} />
      )}
    </dialog>
  )
}

interface Doings {
  turn: (step: number) => void
  enlarge: (step: number) => void
  isFitted: boolean
  fit: () => void
}

const press = (event: KeyboardEvent, { turn, enlarge, isFitted, fit }: Doings): void => {
  const turned = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const enlarged = { '+': 1, '=': 1, '-': -1 }[event.key]
  if (event.ctrlKey || event.metaKey || event.altKey) return
  // Where it is larger than the window the arrows move it.
  if (turned !== undefined && isFitted) turn(turned)
  else if (enlarged !== undefined) enlarge(enlarged)
  else if (event.key === '0') fit()
  else return
  event.preventDefault()
}

interface HeadProps {
  file: ShownFile
  /** "2 of 5"; empty where it is the only one. */
  place: string
  onZoom: (step: number) => void
  onShow: () => void
  onClose: () => void
}

function Head({ file, place, onZoom, onShow, onClose }: HeadProps) {
  return (
    <header class="gallery-head">
      <span class="gallery-name">
        <bdi title={file.name}>{file.name}</bdi>
        <span aria-live="polite">{[place, sizeWords(file.size)].filter(one => one !== '').join(' · ')}</span>
      </span>
      <IconButton icon={ZOOM_OUT} label={say`Zoom out`} onClick={() => onZoom(-1)} />
      <IconButton icon={ZOOM_IN} label={say`Zoom in`} onClick={() => onZoom(1)} />
      <IconButton icon={LEAD} label={say`Show in channel`} onClick={onShow} />
      <a
        class="icon-button"
        href={contentOf(file)}
        download={file.name}
        aria-label={say`Download`}
        title={say`Download`}
      >
        <Drawn outlines={DOWNLOAD} size={20} />
      </a>
      <IconButton icon="close" label={say`Close`} onClick={onClose} />
    </header>
  )
}

interface LargeProps {
  file: ShownFile
  zoom: number
  onZoom: () => void
  /** A finger leads to the next picture, 1, or the one before, -1. */
  onSwipe: (step: number) => void
}

/** The picture itself. Its small copy, which is here already, stands for it until it has come. */
function Large({ file, zoom, onZoom, onSwipe }: LargeProps) {
  const swipe = useSwipe(onSwipe, zoom === 0)
  const stands = useSignal(mayMove(file) && matchMedia('(prefers-reduced-motion: reduce)').matches)
  const whole = localOf(file.id) ?? contentOf(file)
  const width = zoom === 0 ? undefined : `${(file.width ?? 0) * zoom}px`
  return (
    <section
      class="gallery-place"
      {...swipe}
      data-zoomed={zoom > 0 || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={file.alt ?? file.name}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: + and - are the keys for it */}
      <img
        src={stands.value ? copyOf(file, 1080) : whole}
        alt={file.alt ?? file.name}
        width={file.width}
        height={file.height}
        style={{
          inlineSize: width,
          maxInlineSize: zoom === 0 ? undefined : 'none',
          backgroundImage: `url(${copyOf(file, 480)})`,
        }}
        draggable={false}
        onClick={onZoom}
      />
      {stands.value && (
        <button class="picture-play" type="button" onClick={() => (stands.value = false)}>
          {say`Play`}
        </button>
      )}
    </section>
  )
}

/** So far a finger goes sideways, pixels, until it means another picture. */
const SWIPE = 50

/** One finger across a picture that is not larger than the window: a larger one is moved by it. */
const useSwipe = (onSwipe: (step: number) => void, isFitted: boolean) => {
  const from = useRef<{ x: number; y: number } | null>(null)
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const [touch] = touches
      from.current = touch === undefined || touches.length > 1 ? null : { x: touch.clientX, y: touch.clientY }
    },
    onTouchEnd: ({ changedTouches: [touch] }: TouchEvent) => {
      if (from.current === null || touch === undefined || !isFitted) return
      const [x, y] = [touch.clientX - from.current.x, touch.clientY - from.current.y]
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) onSwipe(x < 0 ? 1 : -1)
    },
  }
}
