import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import { loadOnTheWay } from './on-the-way.ts'
import { recording } from './recording.ts'

interface RecorderProps {
  channel: string
  kind: 'voice' | 'video'
  /** The focus goes back to where one writes. */
  onEnd: () => void
}

/** What browsers record, and the ending by which the file says what it is. */
const FORMATS = {
  voice: [
    ['audio/webm;codecs=opus', 'weba'],
    ['audio/ogg;codecs=opus', 'ogg'],
    ['audio/mp4', 'm4a'],
  ],
  video: [
    ['video/webm', 'webm'],
    ['video/mp4', 'mp4'],
  ],
} as const

/** A note that is spoken, or spoken and seen: it waits with the other files once it is done. */
export function Recorder({ channel, kind, onEnd }: RecorderProps) {
  const client = useClient()
  const level = useRef<HTMLCanvasElement>(null)
  const view = useRef<HTMLVideoElement>(null)
  const { seconds, fault, stop } = useRecording(kind, { level, view })
  const end = () => {
    recording.value = null
    onEnd()
  }
  const attach = async () => {
    const file = await stop()
    if (file !== null) {
      const { uploads } = await loadOnTheWay(client)
      uploads.add(channel, [file])
      announce(say`${file.name} is attached.`)
    }
    end()
  }
  const isVoice = kind === 'voice'
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div class="recorder" role="group" aria-label={isVoice ? say`Voice note` : say`Video note`}>
      {fault !== null ? (
        <p role="alert">{fault}</p>
      ) : (
        <>
          {!isVoice && <video ref={view} muted playsInline autoplay />}
          <span aria-hidden="true">
            <canvas ref={level} width={160} height={32} />
          </span>
          <span class="recorder-time" role="timer">
            {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}
          </span>
          <Button look="main" onClick={() => void attach().catch(end)}>
            {say`Done`}
          </Button>
        </>
      )}
      <Button look="quiet" onClick={end}>
        {say`Cancel`}
      </Button>
    </div>
  )
}

interface Seen {
  level: { current: HTMLCanvasElement | null }
  view: { current: HTMLVideoElement | null }
}

/** Records for as long as it is drawn. `stop` gives what there is; nothing where it could not even begin. */
const useRecording = (kind: 'voice' | 'video', seen: Seen) => {
  const seconds = useSignal(0)
  const fault = useSignal<string | null>(null)
  const recorder = useRef<MediaRecorder | null>(null)
  const pieces = useRef<Blob[]>([])
  useEffect(() => {
    let isDrawn = true
    let release = () => {}
    navigator.mediaDevices.getUserMedia({ audio: true, video: kind === 'video' }).then(
      stream => {
        if (isDrawn) release = begin(stream, kind, seen, { recorder, pieces, seconds })
        else letGo(stream)
      },
      () => {
        fault.value = kind === 'voice' ? say`The microphone cannot be used.` : say`The camera cannot be used.`
      },
    )
    return () => {
      isDrawn = false
      release()
    }
  }, [kind])
  const stop = (): Promise<File | null> =>
    new Promise(resolve => {
      const { current } = recorder
      if (current === null) return resolve(null)
      current.onstop = () => resolve(fileOf(pieces.current, kind, current.mimeType))
      current.stop()
    })
  return { seconds: seconds.value, fault: fault.value, stop }
}

interface Kept {
  recorder: { current: MediaRecorder | null }
  pieces: { current: Blob[] }
  seconds: Signal<number>
}

/** Answers how to let go of the microphone and the camera again. */
const begin = (stream: MediaStream, kind: 'voice' | 'video', { level, view }: Seen, kept: Kept): (() => void) => {
  const mimeType = FORMATS[kind].find(([type]) => MediaRecorder.isTypeSupported(type))?.[0]
  const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType })
  recorder.ondataavailable = ({ data }) => kept.pieces.current.push(data)
  recorder.start(1000)
  kept.recorder.current = recorder
  if (view.current !== null) view.current.srcObject = stream
  const stopDrawing = drawLevel(stream, level)
  const clock = setInterval(() => kept.seconds.value++, 1000)
  return () => {
    clearInterval(clock)
    stopDrawing()
    if (recorder.state !== 'inactive') recorder.stop()
    letGo(stream)
  }
}

const letGo = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

/** How loud it is now, and was: a bar for each tenth of a second. */
const drawLevel = (stream: MediaStream, level: Seen['level']): (() => void) => {
  const sound = new AudioContext()
  const analyser = sound.createAnalyser()
  sound.createMediaStreamSource(stream).connect(analyser)
  const samples = new Uint8Array(analyser.fftSize)
  const bars: number[] = []
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples)
    bars.push(Math.max(...samples.map(sample => Math.abs(sample - 128))) / 128)
    const pen = level.current?.getContext('2d')
    if (pen == null || level.current === null) return
    const { width, height } = level.current
    pen.clearRect(0, 0, width, height)
    pen.fillStyle = getComputedStyle(level.current).color
    for (const [at, bar] of bars.slice(-width / 4).entries()) {
      const high = Math.max(2, bar * height)
      pen.fillRect(at * 4, (height - high) / 2, 2, high)
    }
  }, 100)
  return () => {
    clearInterval(timer)
    void sound.close()
  }
}

const fileOf = (pieces: readonly Blob[], kind: 'voice' | 'video', mimeType: string): File => {
  const [type = ''] = mimeType.split(';')
  const ending = FORMATS[kind].find(([format]) => format.startsWith(type))?.[1] ?? 'webm'
  const now = new Date()
  const when = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
  const name = kind === 'voice' ? say`Voice note` : say`Video note`
  return new File([...pieces], `${name} ${when.replace('T', ' ').replaceAll(':', '-')}.${ending}`, { type })
}
