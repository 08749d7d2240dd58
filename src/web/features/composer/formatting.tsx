import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { Drawn } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { MessageText } from '../timeline/message-text.tsx'
import { FormatBar } from './format-bar.tsx'
import { knownNames } from './known-names.ts'
import { withIds } from './references.ts'
import { tidy } from './tidy.ts'

interface FormattingProps {
  field: RefObject<HTMLTextAreaElement | null>
  text: string
}

const EYE = [
  'M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0',
  'M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
]

/** The formats, and on demand the message as it will be, drawn by what draws all messages. */
export function Formatting({ field, text }: FormattingProps) {
  const client = useClient()
  const shown = useSignal(false)
  const written = shown.value ? tidy(text) : ''
  return (
    <>
      <FormatBar field={field}>
        <button
          class="icon-button format-preview"
          type="button"
          tabIndex={-1}
          aria-label={say`Preview`}
          aria-pressed={shown.value}
          title={say`Preview`}
          onClick={() => {
            shown.value = !shown.value
          }}
        >
          <Drawn outlines={EYE} />
        </button>
      </FormatBar>
      {shown.value && (
        <section class="composer-preview" aria-label={say`Preview`}>
          {written === '' ? (
            <p class="composer-empty">{say`What you write shows here as it will be sent.`}</p>
          ) : (
            <MessageText text={withIds(written, knownNames(client))} />
          )}
        </section>
      )}
    </>
  )
}
