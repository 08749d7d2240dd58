import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { rememberedFormats } from '../../remembered.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import type { Slash } from '../slash/parse.ts'
import { ComposerTools } from './composer-tools.tsx'
import { focusToWrite, useMainField } from './focus.ts'
import { JoinNote } from './join-note.tsx'
import { tidy } from './tidy.ts'
import { loadTools, type Tools, toolsNow } from './tools.ts'
import { WritingField } from './writing-field.tsx'

interface ComposerProps {
  /** For the whole life of this field: what is written in it cannot get anywhere else. */
  channel: string
  /** As the conversation is spoken of: "#general", "Ada". */
  title: string
  joined: boolean
  onSent: () => void
}

/** Who pastes more than so many characters where there are more than so many people is told again where they are. */
const PASTED = 500
const MANY = 100

/** The message field. Its text belongs to the channel and is kept with every key. */
export function Composer(props: ComposerProps) {
  const { channel, title, joined } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const formats = useSignal(rememberedFormats())
  const { text, fault, isNamed, call, change, send } = useDraft(props, field)
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
        send={isNamed ? { label: say`Send`, icon: 'send', goal: say`to ${title}` } : undefined}
        mayBeEmpty={tools?.hasFiles(channel) ?? false}
        above={
          tools !== null && (
            <>
              <tools.TrayPlace channel={channel} field={field} />
              {formats.value && <tools.Formatting field={field} text={text} />}
            </>
          )
        }
      >
        <ComposerTools
          field={field}
          formats={formats.value}
          onFormats={shown => {
            formats.value = shown
          }}
        >
          {tools !== null && <tools.Attach channel={channel} title={title} field={field} />}
        </ComposerTools>
      </WritingField>
      {call !== null && tools !== null && <tools.CallCheck channel={channel} {...call} />}
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
  const { isNamed, grew } = useReminder(channel)
  const call = useCall(field)
  const change = (value: string) => {
    grew(text.peek(), value)
    text.value = value
    fault.value = null
    client.drafts.set(channel, value)
    if (joined && value.trim() !== '') client.typing(channel)
  }
  const post = (written: string) => {
    const tools = toolsNow()
    const slash = tools?.slashIn(written) ?? null
    if (tools !== null && slash !== null) return void command(tools, slash)
    const plain = tools?.unescaped(written) ?? written
    const sent = tools === null ? plain : tools.withIds(plain, tools.knownNames(client))
    // Checked again with ids in place of names: an id is longer than most names.
    const refused = sent === '' ? null : textFault(sent)
    fault.value = refused && refusedWords(refused)
    if (refused !== null) return
    if (/<!(?:here|channel|everyone)>/.test(sent) && tools !== null) call.ask({ sent, written })
    else hand(sent)
  }
  /** What was typed stays until the command is done. */
  const command = async (tools: Tools, slash: Slash) => {
    const summary = client.replica.channel(channel).peek()
    const typed = text.peek()
    if (summary === null) return
    const outcome = await tools.runSlash({ client, summary }, slash)
    if (typeof outcome === 'string') fault.value = outcome
    else if (outcome !== null) hand(outcome.text)
    else if (text.peek() === typed) change('')
  }
  const hand = (sent: string) => {
    const clientId = client.post(channel, sent, toolsNow()?.takeFiles(channel))
    void toolsNow()?.noteAbsent(client, channel, clientId, sent)
    change('')
    call.end()
    onSent()
  }
  const send = (written: string) => {
    if (toolsNow() !== null || !/[@#]|<!|^\//.test(written)) return post(written)
    // The tools, still being fetched, turn names into ids. Nothing is sent if the field is gone by then.
    void loadTools().then(() => field.current !== null && post(tidy(field.current.value)))
  }
  return { text: text.value, fault: fault.value, isNamed, call: call.shownFor(tidy(text.value), hand), change, send }
}

/** What is about to call everybody: it is sent once that was looked at. */
const useCall = (field: RefObject<HTMLTextAreaElement | null>) => {
  const calling = useSignal<{ sent: string; written: string } | null>(null)
  const { value: called } = calling
  const end = () => {
    calling.value = null
  }
  return {
    ask: (call: { sent: string; written: string }) => {
      calling.value = call
    },
    end,
    /** Null where nothing is asked about, or something else is written by now. */
    shownFor: (written: string, hand: (sent: string) => void) => {
      if (called === null || called.written !== written) return null
      const onClose = () => {
        end()
        field.current?.focus()
      }
      return { text: called.sent, onSend: () => hand(called.sent), onClose }
    },
  }
}

/** Whether the button says where the text goes: from a large paste on until the field is empty. */
const useReminder = (channel: string) => {
  const client = useClient()
  const isNamed = useSignal(false)
  const isEmpty = useRef(true)
  const grew = (from: string, to: string) => {
    isEmpty.current = to === ''
    if (isEmpty.current) isNamed.value = false
    else if (to.length - from.length > PASTED) void nameWhereMany()
  }
  const nameWhereMany = async () => {
    await loadTools()
    const members = (await toolsNow()?.audienceOf(client, channel))?.members ?? 0
    isNamed.value = members > MANY && !isEmpty.current
  }
  return { isNamed: isNamed.value, grew }
}
