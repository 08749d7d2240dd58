import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ShownFile } from '../../sync/api.ts'
import { number, say } from '../../words/say.ts'
import { contentOf } from './address.ts'
import { FileCard } from './file-card.tsx'

const SPEEDS = [1, 1.25, 1.5, 2, 0.75]

/** Which element plays a file; null where this browser says that it cannot. */
export const playerFor = ({ type }: ShownFile): 'audio' | 'video' | null => {
  const kind = type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : null
  // What a phone records names its kind by another name.
  const asked = type === 'video/quicktime' ? 'video/mp4' : type
  return kind !== null && document.createElement(kind).canPlayType(asked) !== '' ? kind : null
}

/** Something to be heard or watched, with the browser's own controls; nothing of it is fetched before it is wanted. */
export function Player({ file }: { file: ShownFile }) {
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null)
  const speed = useSignal(1)
  useEffect(() => {
    if (player.current !== null) player.current.playbackRate = speed.value
  }, [speed.value])
  const rest = { ref: player, controls: true, src: contentOf(file), 'aria-label': file.name }
  const next = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length] ?? 1
  return (
    <>
      {playerFor(file) === 'video' ? (
        <video class="file-video" preload="metadata" playsInline {...rest} />
      ) : (
        <audio class="file-audio" preload="none" {...rest} />
      )}
      <FileCard file={file}>
        <button
          class="file-speed"
          type="button"
          aria-label={say`Speed ${speed.value}`}
          onClick={() => (speed.value = next)}
        >
          {number(speed.value)}×
        </button>
      </FileCard>
    </>
  )
}
