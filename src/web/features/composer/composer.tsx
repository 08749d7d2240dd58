import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { rememberedFormats } from '../../remembered.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { ComposerTools } from './composer-tools.tsx'
import { focusToWrite, useMainField } from './focus.ts'
import { JoinNote } from './join-note.tsx'
import { tidy } from './tidy.ts'
import { loadTools, toolsNow } from './tools.ts'
import { WritingField } from './writing-field.tsx'

interface ComposerProps {
  /** For the whole life of this field: what is written in it cannot get anywhere else. */
  channel: string
  /** As the conversation is spoken of: "#general", "Ada". */
  title: string
  joined: boolean
  onSent: () => void
}

/** The message field. Its text belongs to the channel and is kept with every key. */
export function Composer(props: ComposerProps) {
  const { channel, title, joined } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const formats = useSignal(rememberedFormats())
  const { text, fault, change, send } = useDraft(props, field)
  const tools = toolsNow()
  useMainField(field)
  useEffect(focusToWrite, [])
  return (
    <div class="composer-place">
      <WritingField
        field={field}
        channel={channel}
        label={say`Message ${title}`}
        note={joined ? undefined : <JoinNote channel={channel} title={title} />}
        value={text}
        fault={fault}
        onChange={change}
        onSend={send}
        above={formats.value && tools !== null && <tools.Formatting field={field} text={text} />}
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

const useDraft = ({ channel, joined, onSent }: ComposerProps, field: RefObject<HTMLTextAreaElement | null>) => {
  const client = useClient()
  // Once, and not with each drawing: what another tab has just written may not be there to be read yet, and an older
  // draft, taken for this tab's, would keep it from following.
  const text = useSignal(useMemo(() => client.drafts.get(channel), [client, channel]))
  const fault = useSignal<string | null>(null)
  // One draft in two tabs is one: what the other one sent cannot be sent again from here.
  useEffect(
    () =>
      client.drafts.follow(channel, other => {
        text.value = other
      }),
    [client, channel],
  )
  const change = (value: string) => {
    text.value = value
    fault.value = null
    client.drafts.set(channel, value)
    if (joined && value.trim() !== '') client.typing(channel)
  }
  const post = (written: string) => {
    const tools = toolsNow()
    const sent = tools === null ? written : tools.withIds(written, tools.knownNames(client))
    // Checked again with ids in place of names: an id is longer than most names.
    const refused = textFault(sent)
    fault.value = refused && refusedWords(refused)
    if (refused !== null) return
    client.post(channel, sent)
    text.value = ''
    client.drafts.set(channel, '')
    onSent()
  }
  const send = (written: string) => {
    if (toolsNow() !== null || !/[@#]/.test(written)) return post(written)
    // The tools, still being fetched, turn names into ids. Nothing is sent if the field is gone by then.
    void loadTools().then(() => field.current !== null && post(tidy(field.current.value)))
  }
  return { text: text.value, fault: fault.value, change, send }
}
