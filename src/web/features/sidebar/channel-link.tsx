import type { ReadonlySignal } from '@preact/signals'
import { pathOf } from '../../routes.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { bringIntoView } from './bring-into-view.ts'

/** One line of the list. The link is named by the bare name; that there is something unread is its description. */
export function ChannelLink({ id, isCurrent }: { id: string; isCurrent: ReadonlySignal<boolean> }) {
  const summary = useClient().replica.channel(id).value
  if (summary === null) return null
  const { name, unread, mentions } = summary
  const note = unread === 0 ? undefined : `unread-${id}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div class="channel-line" role="listitem" data-unread={unread > 0} data-mentions={mentions > 0}>
      <a
        class="channel-link"
        ref={isCurrent.value ? bringIntoView : null}
        onClick={isCurrent.value ? takeUp : undefined}
        href={pathOf(id)}
        aria-current={isCurrent.value ? 'page' : undefined}
        aria-describedby={note}
        title={name}
      >
        <bdi class="channel-name">{name}</bdi>
      </a>
      {unread > 0 && (
        <span class="unread" id={note}>
          {unread > 99 ? '99+' : unread}
          <span class="unseen">
            {' unread'}
            {mentions > 0 && `, ${mentions} ${mentions === 1 ? 'mention' : 'mentions'}`}
          </span>
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

/** Nothing is opened where one is already, but the field is where an opened channel leads. A list that covers it goes first. */
const takeUp = (): void => afterPaint(focusToWrite)
