import { walkAlong } from '../../ui/walk-along.ts'
import { say } from '../../words/say.ts'
import type { Section } from './emoji-grid.tsx'

interface EmojiTabsProps {
  sections: readonly Section[]
  /** The group that one sees. */
  current: number
  onChoose: (section: number) => void
}

/** One tab for each group, with its first emoji: it leads there. */
export function EmojiTabs({ sections, current, onChoose }: EmojiTabsProps) {
  return (
    <div class="emoji-tabs" role="toolbar" aria-label={say`Groups`} onKeyDown={walkAlong}>
      {sections.map(({ name, emoji }, at) => (
        <button
          key={name}
          class="emoji"
          type="button"
          tabIndex={at === current ? 0 : -1}
          aria-label={name}
          aria-current={at === current || undefined}
          title={name}
          onClick={() => onChoose(at)}
        >
          {emoji[0]?.sign}
        </button>
      ))}
    </div>
  )
}
