import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { isPicture } from '../../sync/files/measure.ts'
import type { Upload } from '../../sync/files/upload-items.ts'
import type { Uploads } from '../../sync/files/uploads.ts'
import { IconButton } from '../../ui/button.tsx'
import { Drawn } from '../../ui/icon.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { announce } from '../status/announce.ts'
import { kindWords, sizeWords } from './file-words.ts'
import { AGAIN, DESCRIBE, GRIP, PAPER } from './outlines.ts'

interface TrayProps {
  uploads: Uploads
  channel: string
  /** Takes the focus where what had it is gone. */
  onEmpty: () => void
}

/** The files that wait in a field, in the order in which they will be shown. */
export function Tray({ uploads, channel, onEmpty }: TrayProps) {
  const files = uploads.tray(channel)
  const described = useSignal<string | null>(null)
  const dragged = useRef<Upload | null>(null)
  if (files.length === 0) return null
  const shown = files.find(({ clientId }) => clientId === described.value)
  const remove = (file: Upload) => {
    uploads.cancel(file)
    announce(say`${file.name} was taken back.`)
    onEmpty()
  }
  const undescribe = () => {
    described.value = null
    onEmpty()
  }
  return (
    <>
      <ul class="tray" aria-label={say`Files to send`}>
        {files.map((file, at) => (
          <li
            class="tray-file"
            key={file.clientId}
            draggable={files.length > 1}
            onDragStart={() => (dragged.current = file)}
            onDragEnd={() => (dragged.current = null)}
            onDragOver={event => {
              if (dragged.current === null) return
              event.preventDefault()
              if (dragged.current !== file) uploads.move(dragged.current, at)
            }}
          >
            <TrayFile file={file} uploads={uploads} onRemove={() => remove(file)}>
              {files.length > 1 && <Mover file={file} at={at} count={files.length} uploads={uploads} />}
              {isPicture(file.type) && (
                <IconButton
                  icon={DESCRIBE}
                  size={16}
                  label={say`Describe ${file.name}`}
                  pressed={shown === file}
                  onClick={() => (described.value = shown === file ? null : file.clientId)}
                />
              )}
            </TrayFile>
          </li>
        ))}
      </ul>
      {files.some(({ isKept }) => !isKept.value) && (
        <p class="tray-unkept" role="status">
          {say`This browser has no room to keep these files. Stay on this page until they are sent.`}
        </p>
      )}
      {shown !== undefined && <Description key={shown.clientId} file={shown} uploads={uploads} onDone={undescribe} />}
    </>
  )
}

interface TrayFileProps {
  file: Upload
  uploads: Uploads
  onRemove: () => void
  children: ComponentChildren
}

function TrayFile({ file, uploads, onRemove, children }: TrayFileProps) {
  const { name, type, size, url } = file
  const state = file.state.value
  const isDone = state.phase === 'done'
  return (
    <>
      {isPicture(type) ? (
        <img class="tray-picture" src={url} alt="" draggable={false} />
      ) : (
        <span class="tray-picture">
          <Drawn outlines={PAPER} size={20} />
        </span>
      )}
      <span class="tray-words">
        <bdi title={name}>{name}</bdi>
        {state.phase === 'failed' ? (
          <span data-error="true">{refusedWords(state.refusal)}</span>
        ) : (
          <span>
            {kindWords(name)} · {sizeWords(size)}
          </span>
        )}
        {!isDone && state.phase !== 'failed' && (
          <progress aria-label={name} max={Math.max(1, size)} value={state.phase === 'sending' ? state.sent : 0} />
        )}
      </span>
      <span class="tray-tools">
        {children}
        {state.phase === 'failed' && (
          <IconButton icon={AGAIN} size={16} label={say`Retry`} onClick={() => uploads.retry(file)} />
        )}
        <IconButton
          icon="close"
          size={16}
          label={isDone ? say`Remove ${name}` : say`Cancel upload`}
          onClick={onRemove}
        />
      </span>
    </>
  )
}

/** Carries a file along the line, by the arrow keys. With a pointer the file itself is dragged. */
function Mover({ file, at, count, uploads }: { file: Upload; at: number; count: number; uploads: Uploads }) {
  const press = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    const to = at + (step ?? 0)
    if (step === undefined || to < 0 || to >= count) return
    event.preventDefault()
    const button = event.currentTarget
    uploads.move(file, to)
    announce(say`${file.name} is number ${to + 1} of ${count}.`)
    requestAnimationFrame(() => button.focus())
  }
  return (
    <button
      class="icon-button tray-mover"
      type="button"
      aria-label={say`Move ${file.name}`}
      title={say`Move with the arrow keys, or drag`}
      onKeyDown={press}
    >
      <Drawn outlines={GRIP} />
    </button>
  )
}

/** What is to be seen in a picture, for who does not see it. */
function Description({ file, uploads, onDone }: { file: Upload; uploads: Uploads; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  // It comes because its button was pressed.
  useLayoutEffect(() => field.current?.focus(), [])
  return (
    <input
      class="tray-description"
      ref={field}
      type="text"
      maxLength={1000}
      aria-label={say`Description of ${file.name}`}
      placeholder={say`What is to be seen in ${file.name}?`}
      value={file.alt.value}
      onInput={({ currentTarget }) => uploads.describe(file, currentTarget.value)}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onDone()
      }}
    />
  )
}
