import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../sync/api.ts'
import { newsIn } from '../title.ts'

type Badge = 'none' | 'unread' | 'meant'

/** A spot over the corner of the mark: quiet for what is unread, red for what is meant for the reader. */
const spots: Readonly<Record<Exclude<Badge, 'none'>, string>> = { unread: '#8a8378', meant: '#d92d20' }

/** The icon of the tab, and the number on the app where it was installed, say what the title says. */
export const useBadge = (client: Client): void => {
  useEffect(() => {
    const meant = computed(() => newsIn(client).meant)
    const badge = computed((): Badge => {
      if (meant.value > 0) return 'meant'
      return newsIn(client).isUnread ? 'unread' : 'none'
    })
    const stopIcon = showOnTab(badge)
    const stopApp = effect(() => showOnApp(meant.value))
    return () => {
      stopIcon()
      stopApp()
      showOnApp(0)
    }
  }, [client])
}

const showOnTab = (badge: ReadonlySignal<Badge>): (() => void) => {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (icon === null) return () => {}
  const plain = icon.href
  const mark = signal<string | null>(null)
  void markOf(plain).then(
    text => {
      mark.value = text
    },
    // Then the tab says it in its title alone.
    () => {},
  )
  const stop = effect(() => {
    const { value } = badge
    icon.href = value === 'none' || mark.value === null ? plain : withSpot(mark.value, spots[value])
  })
  return () => {
    stop()
    icon.href = plain
  }
}

/** Browsers have this for installed apps alone, and refuse it elsewhere: then there is nothing to be seen anyway. */
const showOnApp = (count: number): void => {
  const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
  done?.catch(() => {})
}

/** An image cannot ask for others, so that the mark is fetched (it is here already) and drawn anew, spot included. */
const markOf = async (address: string): Promise<string> => {
  const response = await fetch(address)
  return response.text()
}

const withSpot = (mark: string, spot: string): string =>
  `data:image/svg+xml,${encodeURIComponent(mark.replace('</svg>', `<circle cx="24" cy="8" r="8" fill="${spot}"/></svg>`))}`
