import { effect, type ReadonlySignal, useComputed } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import { useClient } from './client.ts'

/** Names the tab: where the reader is, and before it how much is unread in all the channels that they are in. */
export const useTitle = (where: string | null): void => {
  const unread = useUnread()
  // An effect of a component would wait for the next frame, which does not come as long as the tab is hidden.
  useLayoutEffect(
    () =>
      effect(() => {
        const title = titleOf(unread.value, where)
        // What comes to somebody who looks is read as soon as it is drawn, and never worth a number.
        const timer = setTimeout(() => (document.title = title))
        return () => clearTimeout(timer)
      }),
    [unread, where],
  )
}

const useUnread = (): ReadonlySignal<number> => {
  const { channels } = useClient().replica
  return useComputed(() => {
    let sum = 0
    for (const channel of channels.value) {
      // Those that one is in come first.
      if (!channel.joined) break
      sum += channel.unread
    }
    return sum
  })
}

const titleOf = (unread: number, where: string | null): string =>
  `${unread === 0 ? '' : `(${unread > 99 ? '99+' : unread}) `}${where === null ? '' : `${where} – `}Flack`
