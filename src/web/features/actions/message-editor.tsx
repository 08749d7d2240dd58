import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { WritingField } from '../composer/writing-field.tsx'
import { announce } from '../status/announce.ts'
import type { Said } from '../timeline/said.ts'
import type { MessageTools } from './message-tools.ts'

const changed = () => say`This message was changed meanwhile. Saving replaces that.`

/** The field in which a message of one's own gets another text, in its place. What was typed is kept with every key. */
export function MessageEditor({ said, tools }: { said: Said; tools: MessageTools }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, isFromBefore, change, startOver } = useEdited(said, tools)
  const { base, isChanged } = useBase(said)
  // With the drawing and not after it: what is typed at once would go into the field that had the focus before.
  useLayoutEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
    current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const fault = useSignal<string | null>(null)
  const save = (written: string) => {
    if (written === '') return tools.open({ kind: 'delete', said })
    const text = tools.withIds(written)
    // Checked again with ids in place of names: an id is longer than most names.
    const refused = textFault(text)
    fault.value = refused && refusedWords(refused)
    if (refused !== null) return
    tools.keepTyped(said.key, null)
    tools.endEdit(said)
    if (text !== said.text) tools.save(said, text, base)
  }
  const note = isChanged ? (
    changed()
  ) : isFromBefore ? (
    <>
      {say`You wrote this earlier and did not save it.`}
      <Button look="quiet" onClick={startOver}>
        {say`Start over`}
      </Button>
    </>
  ) : undefined
  return (
    <div class="message-editor">
      <WritingField
        field={field}
        label={say`Edit message`}
        channel={tools.channel}
        fault={fault.value}
        value={text}
        mayBeEmpty
        send={{ label: say`Save`, icon: 'check' }}
        note={note}
        onChange={change}
        onSend={save}
        onEscape={() => tools.endEdit(said)}
      >
        <IconButton icon="close" label={say`Cancel`} size={16} onClick={() => tools.endEdit(said)} />
      </WritingField>
    </div>
  )
}

/** What stands in the field: at first what was left in it, or else the message, with the names of today [TEXT-2]. */
const useEdited = (said: Said, tools: MessageTools) => {
  const original = useMemo(() => tools.withNames(said.text), [])
  const text = useSignal(tools.typedIn(said.key) ?? original)
  const isFromBefore = useSignal(text.peek() !== original)
  const change = (value: string) => {
    text.value = value
    isFromBefore.value = false
    tools.keepTyped(said.key, value === original ? null : value)
  }
  return { text: text.value, isFromBefore: isFromBefore.value, change, startOver: () => change(original) }
}

/**
 * The rev that the edit is based on. Where another device changes the message under the open field, its writer is told:
 * from then on saving means to replace that.
 */
const useBase = ({ rev, text }: Said): { base: number | null; isChanged: boolean } => {
  const begun = useRef(text)
  const isChanged = begun.current !== text
  useEffect(() => {
    if (isChanged) announce(changed())
  }, [isChanged])
  return { base: rev, isChanged }
}
