import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { pathOf } from '../../routes.ts'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { announce } from '../status/announce.ts'

/** For so long a button says that it has done its work, milliseconds. */
const DONE_MS = 1500

/** What can be done with one message. Drawn only where the pointer or the focus is. */
export function MessageActions({ channel, seq, text }: { channel: string; seq: number; text: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div class="message-actions" role="group" aria-label="Message actions">
      <CopyButton icon="link" label="Copy link" done="Link copied" text={location.origin + pathOf(channel, seq)} />
      <CopyButton icon="copy" label="Copy text" done="Text copied" text={text} />
    </div>
  )
}

function CopyButton({ icon, label, done, text }: { icon: 'link' | 'copy'; label: string; done: string; text: string }) {
  const outcome = useSignal<string | null>(null)
  useEffect(() => {
    if (outcome.value === null) return
    const timer = setTimeout(() => (outcome.value = null), DONE_MS)
    return () => clearTimeout(timer)
  }, [outcome, outcome.value])
  const copy = async () => {
    outcome.value = (await copyText(text)) ? done : 'The browser did not let it be copied'
    announce(outcome.value)
  }
  const isDone = outcome.value === done
  return <IconButton icon={isDone ? 'check' : icon} label={outcome.value ?? label} size={16} onClick={copy} />
}
