/** Whether lines run from right to left, and with them the page. */
export const isMirrored = (): boolean => document.documentElement.dir === 'rtl'

/** A key as if lines ran from left to right: ArrowRight leads on, ArrowLeft back. */
export const keyOnward = (key: string): string => {
  if (!isMirrored()) return key
  return { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[key] ?? key
}
