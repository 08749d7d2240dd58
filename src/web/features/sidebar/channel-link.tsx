import { pathOf } from '../../routes.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { bringIntoView } from './bring-into-view.ts'
import type { LineProps } from './channel-list.tsx'

/**
 * One line of the list. The link is named by the bare name. Unread is bold, and how much it is its description: a
 * number to be seen is for what is meant for one.
 */
export function ChannelLink({ id, isCurrent }: LineProps) {
  const summary = useClient().replica.channel(id).value
  if (summary === null) return null
  const { kind, name, unread, mentions, mute } = summary
  const note = unread === 0 ? undefined : `unread-${id}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div
      class="channel-line"
      role="listitem"
      data-kind={kind}
      data-mute={mute || undefined}
      data-unread={unread > 0}
      data-mentions={mentions > 0}
    >
      <a
        class="channel-link"
        ref={isCurrent.value ? bringIntoView : null}
        onClick={isCurrent.value ? takeUp : undefined}
        href={pathOf(id)}
        aria-current={isCurrent.value ? 'page' : undefined}
        aria-describedby={note}
        title={name}
      >
        <bdi class="channel-name" translate={false}>
          {name}
        </bdi>
      </a>
      {unread > 0 && (
        <span class="unseen" id={note} translate={false}>
          {newsOf(unread, mentions)}
        </span>
      )}
      {mentions > 0 && (
        <span class="mentions" aria-hidden="true" translate={false}>
          {mentions > 99 ? '99+' : mentions}
        </span>
      )}
    </div>
  )
}

const newsOf = (unread: number, mentions: number): string => {
  const news = say`${unread > 99 ? '99+' : unread} unread`
  if (mentions === 0) return news
  return plural(mentions, { one: say`${news}, ${1} mention`, other: say`${news}, ${mentions} mentions` })
}

/** A click on the channel that is shown leads to its message field, as opening one does. First the open list goes. */
export const takeUp = (): void => afterPaint(focusToWrite)
