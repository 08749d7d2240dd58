import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import { Icon } from '../../ui/icon.tsx'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import { focusToWrite } from './focus.ts'
import { tidy } from './tidy.ts'

/** From so many characters before the limit on, what is left is shown. */
const COUNT_FROM = 1000

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
  const toSend = tidy(text.value)
  const fault = faultOf(toSend)
  useLayoutEffect(() => fit(field.current))
  useEffect(focusToWrite, [])
  useFaultAnnounced(fault?.code)

  const change = (value: string) => {
    text.value = value
    client.drafts.set(channel, value)
    if (joined && value.trim() !== '') client.typing(channel)
  }
  const send = () => {
    // What counts is what stands in the field, however it got there.
    const written = tidy(field.current?.value ?? '')
    field.current?.focus()
    if (written === '') return
    const wrong = faultOf(written)
    if (wrong !== null) return announce(wrong.message)
    client.post(channel, written)
    text.value = ''
    client.drafts.set(channel, '')
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
          aria-invalid={fault !== null}
          placeholder={`Message #${name}`}
          dir="auto"
          value={text.value}
          onInput={event => change(event.currentTarget.value)}
          onKeyDown={press}
        />
        <SendButton empty={toSend === ''} fault={fault?.message ?? null} onClick={send} />
      </div>
      <Note fault={fault?.message ?? null} text={toSend} />
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

/** It keeps the focus, and a reason to be heard, also where it has nothing to do. */
function SendButton({ empty, fault, onClick }: { empty: boolean; fault: string | null; onClick: () => void }) {
  return (
    <button
      class="send"
      type="button"
      aria-label="Send"
      title={fault ?? 'Send'}
      aria-disabled={empty || fault !== null}
      aria-describedby="composer-fault"
      onClick={onClick}
    >
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

/** Nothing is no fault: it is only not sent. */
const faultOf = (text: string): ReturnType<typeof textFault> => (text === '' ? null : textFault(text))

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
