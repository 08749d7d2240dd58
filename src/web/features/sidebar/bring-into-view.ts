import { afterPaint } from '../../ui/after-paint.ts'

/**
 * Scrolls the list just so far that the link can be seen. Only after the channel has been painted, since it makes the
 * browser lay the list out; and not under the pointer of somebody who has just clicked it there.
 */
export const bringIntoView = (link: HTMLElement | null): void => {
  if (link === null) return
  afterPaint(() => {
    if (!link.matches(':hover')) link.scrollIntoView({ block: 'nearest' })
  })
}
