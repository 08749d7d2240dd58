import { effect, type ReadonlySignal, useComputed } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { Client } from '../sync/api.ts'
import { useClient } from './client.ts'

/** Names the tab: where the reader is, and before it how much is meant for them, or a dot while anything is unread. */
export const useTitle = (where: string | null): void => {
  const news = useNews()
  // An effect of a component would wait for the next frame, which does not come as long as the tab is hidden.
  useLayoutEffect(
    () =>
      effect(() => {
        const title = titleOf(news.value, where)
        // What comes to somebody who looks is read as soon as it is drawn, and never worth a dot.
        const timer = setTimeout(() => (document.title = title))
        return () => clearTimeout(timer)
      }),
    [news, where],
  )
}

/** How much there is for the reader in all conversations: the tab's title and the mark in front of it both say so. */
export interface AllNews {
  /** Posts that are meant for them. */
  meant: number
  /** Whether anything else is unread. */
  isUnread: boolean
}

/** Only of channels that one is in anything is unread. */
export const newsIn = ({ replica }: Client): AllNews => {
  const all = replica.channels.value
  const mentions = all.reduce((sum, channel) => sum + channel.mentions, 0)
  // All that is said to one alone, or to a few, is meant for them.
  const meant = replica.directs.value.reduce((sum, direct) => sum + direct.unread, mentions)
  return { meant, isUnread: all.some(({ unread }) => unread > 0) }
}

/** A number for what is meant for the reader, a dot for all else. */
const useNews = (): ReadonlySignal<string> => {
  const client = useClient()
  return useComputed(() => {
    const { meant, isUnread } = newsIn(client)
    if (meant > 0) return `(${meant > 99 ? '99+' : meant}) `
    return isUnread ? '• ' : ''
  })
}

const titleOf = (news: string, where: string | null): string => `${news}${where === null ? '' : `${where} – `}Flack`
