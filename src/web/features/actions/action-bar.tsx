import { useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { QuickReactions } from '../reactions/quick.tsx'
import type { Said } from '../timeline/said.ts'
import type { MessageTools } from './message-tools.ts'
import { placeBar } from './place-bar.ts'

/** What is done most with a message, beside it while the pointer or the focus is there. It takes no room from the text. */
export function ActionBar({ said, tools }: { said: Said; tools: MessageTools }) {
  const bar = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => placeBar(bar.current))
  const inBar = tools.actions(said).filter(action => action.inBar)
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div class="message-actions" role="group" aria-label={say`Message actions`} ref={bar}>
      <QuickReactions said={said} tools={tools} />
      {inBar.map(action => (
        <IconButton
          key={action.label}
          icon={action.icon}
          label={action.label}
          size={16}
          onClick={() => action.run(tools, said)}
        />
      ))}
      <IconButton
        icon="more"
        label={say`More actions`}
        size={16}
        onClick={() => {
          const { left, top, bottom } = bar.current?.getBoundingClientRect() ?? { left: 0, top: 0, bottom: 0 }
          tools.open({ kind: 'menu', said, anchor: { left, top, bottom } })
        }}
      />
    </div>
  )
}
