import { signal } from '@preact/signals'
import { parseRoute } from './routes.ts'

/** The browser's history as signals: the address, and whether the list of channels covers a small screen. */
export const route = signal(parseRoute(location.pathname))
export const listIsOpen = signal(false)

/** Goes to a path of ours. `replace` leaves no step in the history. */
export const go = (path: string, { replace = false }: { replace?: boolean } = {}): void => {
  // The open list is itself a step: choosing from it takes its place, so that one step back leads out of the channel.
  if (replace || listIsOpen.value) history.replaceState(null, '', path)
  else if (path !== location.pathname) history.pushState(null, '', path)
  look()
}

/** Opens the list of channels as a step that "back" takes away again. */
export const openList = (): void => {
  history.pushState({ list: true }, '')
  look()
}

export const closeList = (): void => {
  if (listIsOpen.value) history.back()
}

/** Follows the browser's own steps, and lets links to ourselves stay in the page. */
export const followHistory = (): void => {
  addEventListener('popstate', look)
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !staysHere(event, link)) return
    event.preventDefault()
    go(link.pathname)
  })
  look()
}

const look = (): void => {
  const next = parseRoute(location.pathname)
  if (JSON.stringify(next) !== JSON.stringify(route.value)) route.value = next
  listIsOpen.value = history.state?.list === true
}

const staysHere = (event: MouseEvent, link: HTMLAnchorElement): boolean =>
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented) &&
  link.target === '' &&
  link.origin === location.origin &&
  parseRoute(link.pathname).page !== 'unknown'
