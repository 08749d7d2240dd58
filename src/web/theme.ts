import type { Theme } from './remembered.ts'

/** Shows the page in a theme. The system's own needs no mark: the styles follow it by themselves. */
export const showTheme = (theme: Theme): void => {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset.scheme ??= meta.media
    const own = meta.dataset.scheme
    // The bar around the page takes the one that applies.
    meta.media = theme === 'system' ? own : own.includes(theme) ? 'all' : 'not all'
  }
}
