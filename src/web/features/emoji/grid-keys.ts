import { keyOnward } from '../../ui/mirrored.ts'

/** The buttons of a grid in their order. */
export const buttonsIn = (grid: HTMLElement | null): HTMLElement[] => [
  ...(grid?.querySelectorAll<HTMLElement>('[data-kept]') ?? []),
]

/**
 * Where a key leads from the button that has the focus: another one, `above` all of them; null where the key leads
 * nowhere. Rows are where they are seen, so that a short last row and headings between are passed as expected.
 */
export const moveInGrid = (
  buttons: readonly HTMLElement[],
  from: Element | null,
  pressed: string,
): HTMLElement | 'above' | null => {
  const key = keyOnward(pressed)
  const at = from instanceof HTMLElement ? buttons.indexOf(from) : -1
  if (at === -1) return null
  if (key === 'ArrowRight') return buttons[at + 1] ?? null
  if (key === 'ArrowLeft') return buttons[at - 1] ?? 'above'
  if (key === 'Home') return buttons[0] ?? null
  if (key === 'End') return buttons.at(-1) ?? null
  if (key === 'ArrowDown') return nextRow(buttons.slice(at))
  if (key === 'ArrowUp') return nextRow(buttons.slice(0, at + 1).reverse()) ?? 'above'
  return null
}

/** Of the row after that of the first one, the button that is nearest in line with it. */
const nextRow = ([first, ...others]: HTMLElement[]): HTMLElement | null => {
  if (first === undefined) return null
  const { left, top } = first.getBoundingClientRect()
  let nearest: HTMLElement | null = null
  let row: number | null = null
  let distance = Number.POSITIVE_INFINITY
  for (const other of others) {
    const box = other.getBoundingClientRect()
    if (Math.abs(box.top - top) < 2) continue
    row ??= box.top
    if (Math.abs(box.top - row) > 2) break
    const away = Math.abs(box.left - left)
    if (away < distance) {
      nearest = other
      distance = away
    }
  }
  return nearest
}
