import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { announce } from '../status/announce.ts'
import { breathe } from './breathe.tsx'
import { kinds, type Ranges } from './coloured.ts'
import { coloursKnown, coloursOf, hasColours } from './colourer.ts'

/** For so long the button says that it has done its work, milliseconds. */
const DONE_MS = 1500

/** Code as it was written. Its long lines are reached within it: nothing of it is wrapped, and the page stays where it is. */
export function CodeBlock({ language, text }: { language: string; text: string }) {
  const colours = useColours(language, text)
  return (
    <figure class="text-fence" dir="ltr">
      <figcaption>
        <span>{language}</span>
        <CopyCode text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{coloured(text, colours)}</code>
      </pre>
    </figure>
  )
}

/** None until they are known, which is a moment after the code is drawn: they change nothing but colours. */
const useColours = (language: string, text: string): Ranges => {
  const found = useSignal<{ text: string; ranges: Ranges } | null>(null)
  const known = coloursKnown(language, text)
  useEffect(() => {
    if (known !== null || !hasColours(language, text)) return
    let isDrawn = true
    void coloursOf(language, text).then(ranges => {
      if (isDrawn) found.value = { text, ranges }
    })
    return () => {
      isDrawn = false
    }
  }, [known, language, text, found])
  if (known !== null) return known
  return found.value?.text === text ? found.value.ranges : []
}

const coloured = (text: string, ranges: Ranges): ComponentChildren => {
  if (ranges.length === 0) return breathe(text)
  const drawn: ComponentChildren[] = []
  let end = 0
  for (let at = 0; at < ranges.length; at += 3) {
    const [from = 0, to = 0, kind = 0] = ranges.slice(at, at + 3)
    drawn.push(text.slice(end, from), <span data-code={kinds[kind]}>{text.slice(from, to)}</span>)
    end = to
  }
  return [...drawn, text.slice(end)]
}

function CopyCode({ text }: { text: string }) {
  const outcome = useSignal<{ isCopied: boolean; words: string } | null>(null)
  useEffect(() => {
    if (outcome.value === null) return
    const timer = setTimeout(() => (outcome.value = null), DONE_MS)
    return () => clearTimeout(timer)
  }, [outcome, outcome.value])
  const copy = async () => {
    const isCopied = await copyText(text)
    const words = isCopied ? say`Code copied` : say`Could not copy. Select the text and press Ctrl+C.`
    outcome.value = { isCopied, words }
    announce(words)
  }
  const icon = outcome.value?.isCopied ? 'check' : 'copy'
  return <IconButton icon={icon} label={outcome.value?.words ?? say`Copy code`} size={16} onClick={() => void copy()} />
}
