/** A part of the page, and what in it gets the focus, the first that there is; itself where nothing in it can have it. */
interface Region {
  part: string
  first: readonly string[]
}

/** In the order of the page. Each later view adds its own. */
const regions: readonly Region[] = [
  { part: '.sidebar', first: ['[aria-current]', 'a, button'] },
  { part: '.conversation-head', first: ['button, a'] },
  { part: '.timeline', first: [] },
  { part: '.composer-place', first: ['textarea'] },
]

/** The focus goes to the next (1) or the previous (-1) part of the page that is to be seen, as in a ring. */
export const goToRegion = (step: 1 | -1): void => {
  const shown = regions.flatMap(region => {
    const part = document.querySelector<HTMLElement>(region.part)
    return part !== null && canHaveFocus(part) ? { part, first: region.first } : []
  })
  const now = shown.findIndex(({ part }) => part.contains(document.activeElement))
  const from = now === -1 && step === -1 ? 0 : now
  const next = shown.at((from + step) % shown.length)
  if (next !== undefined) focusIn(next.part, next.first)
}

const focusIn = (part: HTMLElement, first: readonly string[]): void => {
  const inside = first.flatMap(one => [...part.querySelectorAll<HTMLElement>(one)])
  const target = inside.find(canHaveFocus)
  if (target === undefined && !part.hasAttribute('tabindex')) part.tabIndex = -1
  ;(target ?? part).focus()
}

const canHaveFocus = (part: HTMLElement): boolean => part.checkVisibility() && part.closest('[inert]') === null
