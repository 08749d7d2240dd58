import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { announce } from '../status/announce.ts'
import { breathe } from './breathe.tsx'

/** For so long the button says that it has done its work, milliseconds. */
const DONE_MS = 1500

/** Code as it was written. Its long lines are reached within it: nothing of it is wrapped, and the page stays where it is. */
export function CodeBlock({ language, text }: { language: string; text: string }) {
  return (
    <figure class="text-fence" dir="ltr">
      <figcaption>
        <span>{language}</span>
        <CopyCode text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{breathe(text)}</code>
      </pre>
    </figure>
  )
}

function CopyCode({ text }: { text: string }) {
  const outcome = useSignal<string | null>(null)
  useEffect(() => {
    if (outcome.value === null) return
    const timer = setTimeout(() => (outcome.value = null), DONE_MS)
    return () => clearTimeout(timer)
  }, [outcome, outcome.value])
  const copy = async () => {
    outcome.value = (await copyText(text)) ? 'Code copied' : 'Could not copy. Select the text and press Ctrl+C.'
    announce(outcome.value)
  }
  const icon = outcome.value === 'Code copied' ? 'check' : 'copy'
  return <IconButton icon={icon} label={outcome.value ?? 'Copy code'} size={16} onClick={() => void copy()} />
}
