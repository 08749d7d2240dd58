import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import { Icon } from '../../ui/icon.tsx'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'

/** From so many characters before the limit on, what is left is shown. */
const COUNT_FROM = 1000
const TYPING_MS = 3000

interface ComposerProps {
  /** For the whole life of this field: what is written in it cannot get anywhere else. */
  channel: string
  name: string
  joined: boolean
  onSent: () => void
}

/** The message field. Its text belongs to the channel and is kept with every key. */
export function Composer({ channel, name, joined, onSent }: ComposerProps) {
  const client = useClient()
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useSignal(client.drafts.get(channel))
  const typedAt = useRef(0)
  const fault = text.value.trim() === '' ? null : textFault(text.value)
  useLayoutEffect(() => fit(field.current))
  useFocusOnOpen(field)
  useFaultAnnounced(fault?.code)

  const change = (value: string) => {
    text.value = value
    client.drafts.set(channel, value)
    const now = Date.now()
    if (!joined || value.trim() === '' || now - typedAt.current < TYPING_MS) return
    typedAt.current = now
    client.typing(channel)
  }
  const send = () => {
    // What counts is what stands in the field, however it got there.
    const written = field.current?.value ?? ''
    field.current?.focus()
    if (written.trim() === '' || textFault(written) !== null) return
    client.post(channel, written)
    text.value = ''
    client.drafts.set(channel, '')
    typedAt.current = 0
    onSent()
  }
  const press = (event: KeyboardEvent) => {
    const composing = event.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || composing) return
    event.preventDefault()
    send()
  }

  return (
    <div class="composer-place">
      {!joined && <ReadingAlong />}
      <div class="composer">
        <textarea
          id="composer"
          ref={field}
          rows={1}
          aria-label={`Message #${name}`}
          aria-describedby={joined ? 'composer-fault' : 'composer-note composer-fault'}
          placeholder={`Message #${name}`}
          dir="auto"
          value={text.value}
          onInput={event => change(event.currentTarget.value)}
          onKeyDown={press}
        />
        <SendButton empty={text.value.trim() === ''} onClick={send} />
      </div>
      <Note fault={fault?.message ?? null} text={text.value} />
    </div>
  )
}

function ReadingAlong() {
  return (
    <p class="composer-note" id="composer-note">
      You are reading along. Sending a message joins this channel.
    </p>
  )
}

function SendButton({ empty, onClick }: { empty: boolean; onClick: () => void }) {
  return (
    <button class="send" type="button" aria-label="Send" title="Send" aria-disabled={empty} onClick={onClick}>
      <Icon name="send" size={20} />
    </button>
  )
}

/** Under the field: what is wrong with the text, or how little room is left. */
function Note({ fault, text }: { fault: string | null; text: string }) {
  return (
    <p class="composer-fault" id="composer-fault" data-error={fault !== null}>
      {fault ?? remaining(text)}
    </p>
  )
}

const useFaultAnnounced = (code: string | undefined): void => {
  useEffect(() => {
    if (code === 'text_too_long') announce('This text is too long for one message.')
  }, [code])
}

const remaining = (text: string): string => {
  const left = TEXT_CHARACTERS - text.length
  if (left > COUNT_FROM) return ''
  return left === 1 ? '1 character left' : `${left} characters left`
}

/** Lets the field grow where the browser does not do it by itself. */
const fit = (field: HTMLTextAreaElement | null): void => {
  if (field === null || CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}

/** Who opens a channel at a desk wants to write in it. On a touch screen the keyboard would cover what is to be read. */
const useFocusOnOpen = (field: { current: HTMLTextAreaElement | null }): void => {
  useEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches && !isInDialog()) field.current?.focus()
  }, [field])
}

/** There somebody else's question is being answered. */
const isInDialog = (): boolean => document.querySelector('dialog[open]') !== null
