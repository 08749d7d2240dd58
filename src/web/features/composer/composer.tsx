import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { rememberedFormats } from '../../remembered.ts'
import { useClient } from '../client.ts'
import { ComposerTools } from './composer-tools.tsx'
import { focusToWrite, useMainField } from './focus.ts'
import { JoinNote } from './join-note.tsx'
import { toolsNow } from './tools.ts'
import { WritingField } from './writing-field.tsx'

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
  const formats = useSignal(rememberedFormats())
  const tools = toolsNow()
  useMainField(field)
  useEffect(focusToWrite, [])

  const change = (value: string) => {
    text.value = value
    client.drafts.set(channel, value)
    if (joined && value.trim() !== '') client.typing(channel)
  }
  const send = (written: string) => {
    client.post(channel, written)
    text.value = ''
    client.drafts.set(channel, '')
    onSent()
  }
  return (
    <div class="composer-place">
      <WritingField
        field={field}
        label={`Message #${name}`}
        note={joined ? undefined : <JoinNote channel={channel} name={name} />}
        value={text.value}
        onChange={change}
        onSend={send}
        above={formats.value && tools !== null && <tools.FormatBar field={field} />}
      >
        <ComposerTools
          field={field}
          formats={formats.value}
          onFormats={shown => {
            formats.value = shown
          }}
        />
      </WritingField>
    </div>
  )
}
