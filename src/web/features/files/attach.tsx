import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { mayHoldFiles } from '../../sync/files/upload-store.ts'
import { IconButton } from '../../ui/button.tsx'
import { Drawn } from '../../ui/icon.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import { bringsFiles, filesOf, pastedFiles } from './given.ts'
import { notePaste } from './long-paste.tsx'
import { loadOnTheWay } from './on-the-way.ts'
import { CAMERA, CLIP, FILM, MICROPHONE } from './outlines.ts'
import { mayRecord, recording } from './recording.ts'

interface AttachProps {
  channel: string
  /** As the conversation is spoken of: "#general". */
  title: string
  field: RefObject<HTMLTextAreaElement | null>
}

/** The ways in for files: the button, a drop anywhere on the conversation, and what is pasted. */
export function Attach({ channel, title, field }: AttachProps) {
  const add = useAdd(channel, field)
  const target = useDrops(field, add)
  usePaste(channel, field, add)
  return (
    <>
      <Picker label={say`Attach files`} icon={CLIP} onFiles={add} />
      {matchMedia('(pointer: coarse)').matches && (
        <Picker label={say`Take a picture`} icon={CAMERA} camera onFiles={add} />
      )}
      {mayRecord() && (
        <>
          <IconButton
            icon={MICROPHONE}
            size={16}
            label={say`Record a voice note`}
            onClick={() => (recording.value = { channel, kind: 'voice' })}
          />
          <IconButton
            icon={FILM}
            size={16}
            label={say`Record a video note`}
            onClick={() => (recording.value = { channel, kind: 'video' })}
          />
        </>
      )}
      {target !== null && (
        <div class="drop-target" style={target}>
          <p>
            <Drawn outlines={CLIP} size={20} />
            <span>{say`Drop files for ${<bdi>{title}</bdi>}`}</span>
          </p>
        </div>
      )}
    </>
  )
}

interface PickerProps {
  label: string
  icon: readonly string[]
  camera?: boolean
  onFiles: (files: File[]) => void
}

function Picker({ label, icon, camera = false, onFiles }: PickerProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon={icon} size={16} label={label} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        multiple={!camera}
        accept={camera ? 'image/*' : undefined}
        capture={camera ? 'environment' : undefined}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // The same file may be chosen again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}

/** Puts files into this field, whatever is open by the time at which the program for it has come. */
const useAdd = (channel: string, field: AttachProps['field']) => {
  const client = useClient()
  useEffect(() => {
    if (mayHoldFiles()) void loadOnTheWay(client).catch(() => {})
  }, [client])
  return (files: File[]) => {
    if (files.length === 0) return
    field.current?.focus()
    loadOnTheWay(client).then(
      ({ uploads }) => {
        const left = uploads.add(channel, files)
        if (left > 0) announce(tooMany(left))
        else announce(attached(files.length))
      },
      () => announce(say`That did not work. Try again.`),
    )
  }
}

const attached = (count: number) => plural(count, { one: say`${1} file attached`, other: say`${count} files attached` })

const tooMany = (left: number) =>
  plural(left, {
    one: say`A message takes 20 files: ${1} was left out.`,
    other: say`A message takes 20 files: ${left} were left out.`,
  })

/** Where the target is drawn while files are held over the conversation; null while there are none. */
const useDrops = (field: AttachProps['field'], add: (files: File[]) => void) => {
  const target = useSignal<Record<'left' | 'top' | 'width' | 'height', string> | null>(null)
  const adding = useRef(add)
  adding.current = add
  useEffect(() => {
    const place = field.current?.closest('main') ?? null
    if (place === null) return
    const over = (event: DragEvent) => {
      if (!bringsFiles(event.dataTransfer)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      const { left, top, width, height } = place.getBoundingClientRect()
      target.value ??= { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) target.value = null
    }
    const drop = (event: DragEvent) => {
      target.value = null
      if (!bringsFiles(event.dataTransfer) || event.dataTransfer === null) return
      event.preventDefault()
      void filesOf(event.dataTransfer).then(files => adding.current(files))
    }
    place.addEventListener('dragover', over)
    place.addEventListener('dragleave', leave)
    place.addEventListener('drop', drop)
    // Beside the conversation a browser would open the file, and the page would be gone.
    addEventListener('dragover', keepPage)
    addEventListener('drop', keepPage)
    return () => {
      place.removeEventListener('dragover', over)
      place.removeEventListener('dragleave', leave)
      place.removeEventListener('drop', drop)
      removeEventListener('dragover', keepPage)
      removeEventListener('drop', keepPage)
    }
  }, [field, target])
  return target.value
}

const keepPage = (event: DragEvent): void => {
  if (!bringsFiles(event.dataTransfer) || event.defaultPrevented) return
  event.preventDefault()
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
}

/** What is pasted into this field, or where nothing else takes it. */
const usePaste = (channel: string, field: AttachProps['field'], add: (files: File[]) => void) => {
  const adding = useRef(add)
  adding.current = add
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { target } = event
      const isElsewhere =
        target instanceof Element && target !== field.current && target.closest('input, textarea, dialog') !== null
      const files =
        isElsewhere || document.querySelector('dialog[open]') !== null ? [] : pastedFiles(event.clipboardData)
      if (files.length === 0 && target === field.current)
        notePaste(channel, event.clipboardData?.getData('text/plain') ?? '')
      if (files.length === 0) return
      event.preventDefault()
      // The field would take a picture's words in its place.
      event.stopPropagation()
      adding.current(files)
    }
    document.addEventListener('paste', paste, true)
    return () => document.removeEventListener('paste', paste, true)
  }, [channel, field])
}
