import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { plural, say } from '../../words/say.ts'
import { today } from '../today.ts'
import type { Reading } from './reading.ts'
import { sinceOf } from './when.ts'

/** For who comes back and does not see where the new begins: how much it is, and the way up to its first line. */
export function NewsBar({ reading, onGone }: { reading: Reading; onGone: () => void }) {
  const news = reading.visit.news.value
  if (news === null || reading.span.value === null) return null
  const { count, since } = news
  const messages = plural(count, { one: say`${1} new message`, other: say`${count} new messages` })
  const words = since === null ? messages : say`${messages} since ${sinceOf(since, today.value)}`
  return (
    <div class="news-bar">
      <button
        class="news-jump"
        type="button"
        onClick={() => {
          reading.toNews()
          onGone()
        }}
      >
        <Icon name="arrow-up" />
        <span key={words}>{words}</span>
      </button>
      <Button
        look="quiet"
        aria-keyshortcuts="Escape"
        onClick={() => {
          reading.markAllRead()
          onGone()
        }}
      >
        {say`Mark as read`} <kbd>{say`Esc`}</kbd>
      </Button>
    </div>
  )
}
