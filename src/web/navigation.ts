import { signal } from '@preact/signals'
import { parseRoute } from './routes.ts'
import { topStep } from './ui/top-step.ts'

/**
 * The browser's history as signals: the address, and whether the list of channels covers a small screen. There the list
 * is the root: "back" leads from a conversation to the list, and from the list out of the page.
 */
export const route = signal(parseRoute(location.pathname))
export const listIsOpen = signal(false)
/** Whether the preferences stand where the conversation was. */
export const preferencesAreOpen = signal(false)

/** What a step of the history knows. `depth`: how many steps above the list it is, if the list is below it at all. */
interface Step {
  list?: true
  preferences?: true
  depth?: number
}

/** Where `layout.css` lets the list cover the conversation. */
const narrow = matchMedia('(width <= 640px)')

/** Goes to a path of ours. `replace` leaves no step in the history. */
export const go = (path: string, { replace = false }: { replace?: boolean } = {}): void => {
  const { list, depth } = step()
  // What is chosen beside the preferences takes their place.
  if (replace || preferencesAreOpen.value) {
    history.replaceState(depth === undefined ? null : { depth }, '', path)
    topStep.isHeld = false
  } else if (list || path !== location.pathname) stepOn(null, path)
  look()
}

/** A further step above the list. The one that is there for what lay on top gives its place to it. */
const stepOn = (next: Step | null, path: string): void => {
  const { list, depth } = step()
  const above = list ? 1 : depth === undefined || topStep.isHeld ? depth : depth + 1
  const state = above === undefined ? next : { ...next, depth: above }
  if (topStep.isHeld) history.replaceState(state, '', path)
  else history.pushState(state, '', path)
  topStep.isHeld = false
}

/** On a small screen: puts the list under the conversation that the page begins with, for "back" to lead to. */
export const rootInList = (): void => {
  if (!narrow.matches || history.state !== null) return
  history.replaceState({ list: true }, '')
  history.pushState({ depth: 1 }, '')
  look()
}

/** On a wide screen, where the list covers nothing: whether it was put away. */
export const sidebarIsHidden = signal(false)

/** Goes back to the list. Where it is not below, as after a wide window became narrow, it takes the place of this step. */
export const openList = (): void => {
  if (sidebarIsHidden.peek()) {
    sidebarIsHidden.value = false
    return
  }
  const { depth } = step()
  if (depth !== undefined) {
    topStep.isHeld = false
    history.go(-depth)
  } else {
    history.replaceState({ list: true }, '')
    look()
  }
}

/** From the open list to the conversation under it. */
export const closeList = (): void => {
  if (listIsOpen.value) go(location.pathname)
}

/** Opens the preferences as a step that "back" takes away again. */
export const openPreferences = (): void => {
  if (preferencesAreOpen.value) return
  stepOn({ preferences: true }, location.pathname)
  look()
}

export const closePreferences = (): void => {
  if (preferencesAreOpen.value) history.back()
}

/** Follows the browser's own steps, and lets links to ourselves stay in the page. */
export const followHistory = (): void => {
  addEventListener('popstate', look)
  narrow.addEventListener('change', () => {
    // A wide window never shows the list alone. A phone that is turned back then shows what was read meanwhile.
    if (!narrow.matches && step().list) history.pushState({ depth: 1 }, '')
    look()
  })
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !staysHere(event, link)) return
    event.preventDefault()
    go(link.pathname)
  })
  look()
}

const step = (): Step => history.state ?? {}

const look = (): void => {
  const covers = step().list === true && narrow.matches
  // Under the list stays the conversation that was shown, however long ago the list was left.
  if (covers && !listIsOpen.peek() && shown !== '') history.replaceState(history.state, '', shown)
  shown = location.pathname
  const next = parseRoute(shown)
  if (JSON.stringify(next) !== JSON.stringify(route.value)) route.value = next
  listIsOpen.value = covers
  preferencesAreOpen.value = step().preferences === true
}

/** The path of what was shown last. */
let shown = ''

const staysHere = (event: MouseEvent, link: HTMLAnchorElement): boolean =>
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented) &&
  link.target === '' &&
  link.origin === location.origin &&
  parseRoute(link.pathname).page !== 'unknown'
