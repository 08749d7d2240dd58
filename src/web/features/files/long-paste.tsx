import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { Button, IconButton } from '../../ui/button.tsx'
import { number, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { applyEdit } from '../composer/apply-edit.ts'
import { loadOnTheWay } from './on-the-way.ts'

/** From so many characters on a text that is pasted may be better off as a file. */
const LONG = 4000

/** What was pasted last, where that was long. */
const pasted = signal<{ channel: string; text: string } | null>(null)

/** Notes what is being pasted into the field of a channel. */
export const notePaste = (channel: string, text: string): void => {
  pasted.value = text.length > LONG ? { channel, text: text.replaceAll(/\r\n?/g, '\n') } : null
}

interface LongPasteProps {
  channel: string
  field: RefObject<HTMLTextAreaElement | null>
}

/** Offers to send a long text as a file, for as long as it stands in the field as it was pasted. */
export function LongPaste({ channel, field }: LongPasteProps) {
  const client = useClient()
  const { value: long } = pasted
  if (long === null || long.channel !== channel) return null
  const close = () => {
    pasted.value = null
    field.current?.focus()
  }
  const attach = async () => {
    const { uploads } = await loadOnTheWay(client)
    const at = field.current?.value.indexOf(long.text) ?? -1
    if (field.current !== null && at >= 0)
      applyEdit(field.current, { from: at, to: at + long.text.length, put: '', select: [at, at] })
    uploads.add(channel, [new File([long.text], `${say`Pasted text`}.txt`, { type: 'text/plain' })])
    close()
  }
  return (
    <p class="long-paste">
      <span>{say`That are ${number(long.text.length)} characters.`}</span>
      <Button look="quiet" onClick={() => void attach().catch(() => {})}>
        {say`Send it as a file`}
      </Button>
      <IconButton icon="close" size={16} label={say`Keep it as text`} onClick={close} />
    </p>
  )
}
