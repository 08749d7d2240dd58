import { say } from '../../words/say.ts'
import type { MessageTools } from '../actions/message-tools.ts'
import { usedMost } from '../emoji/used.ts'
import type { Said } from '../timeline/said.ts'
import { OFFERED, useSigns } from './signs.ts'

/** The emoji that one uses most, a press away. `onDone`: one was chosen. */
export function QuickReactions({ said, tools, onDone }: { said: Said; tools: MessageTools; onDone?: () => void }) {
  const names = [...new Set([...usedMost(), ...OFFERED])].slice(0, OFFERED.length)
  const signs = useSigns(names)
  if (said.seq === null) return null
  return (
    <>
      {names.map(name => {
        const { sign, label } = signs(name)
        return (
          <button
            key={name}
            class="icon-button quick-reaction"
            type="button"
            aria-label={say`React with ${label}`}
            title={label}
            onClick={() => {
              onDone?.()
              tools.toggle(said, name)
            }}
          >
            {sign ?? `:${name}:`}
          </button>
        )
      })}
    </>
  )
}
