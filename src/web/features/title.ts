import { effect, type ReadonlySignal, useComputed } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import { useClient } from './client.ts'

/** Names the tab: where the reader is, and before it a dot while something is unread in a channel that they are in. */
export const useTitle = (where: string | null): void => {
  const unread = useUnread()
  // An effect of a component would wait for the next frame, which does not come as long as the tab is hidden.
  useLayoutEffect(
    () =>
      effect(() => {
        const title = titleOf(unread.value, where)
        // What comes to somebody who looks is read as soon as it is drawn, and never worth a dot.
        const timer = setTimeout(() => (document.title = title))
        return () => clearTimeout(timer)
      }),
    [unread, where],
  )
}

const useUnread = (): ReadonlySignal<boolean> => {
  const { channels } = useClient().replica
  // Only of those that one is in anything is unread.
  return useComputed(() => channels.value.some(({ unread }) => unread > 0))
}

const titleOf = (unread: boolean, where: string | null): string =>
  `${unread ? '• ' : ''}${where === null ? '' : `${where} – `}Flack`
