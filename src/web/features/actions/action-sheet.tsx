import { useLayoutEffect } from 'preact/hooks'
import { Icon } from '../../ui/icon.tsx'
import { useModal } from '../../ui/use-modal.ts'
import { say } from '../../words/say.ts'
import { QuickReactions } from '../reactions/quick.tsx'
import type { Said } from '../timeline/said.ts'
import type { MessageAction } from './actions.ts'
import type { MessageTools } from './message-tools.ts'

/** The same as the menu for a finger: from below, in rows that it can hit. */
export function ActionSheet({ said, tools }: { said: Said; tools: MessageTools }) {
  const modal = useModal(() => tools.close())
  // The sheet takes the focus itself, so that no row looks chosen before a finger is on it.
  useLayoutEffect(() => modal.ref.current?.focus(), [])
  const choose = (action: MessageAction) => () => {
    tools.close()
    action.run(tools, said)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does the same
    <dialog
      class="sheet"
      tabIndex={-1}
      aria-label={say`Message actions`}
      {...modal}
      // Beside the sheet, on the veil.
      onClick={event => event.target === event.currentTarget && tools.close()}
    >
      <div class="sheet-emoji">
        <QuickReactions said={said} tools={tools} onDone={() => tools.close()} />
      </div>
      <div class="sheet-rows">
        {tools.actions(said).map(action => (
          <button
            key={action.label}
            class="sheet-row"
            type="button"
            data-danger={action.isDangerous}
            onClick={choose(action)}
          >
            <Icon name={action.icon} size={20} />
            {action.label}
          </button>
        ))}
      </div>
    </dialog>
  )
}
