/** Where the styles are that the first screen does not need. `bin/build.ts` writes it in. */
declare const LATE_STYLES: string

let coming: Promise<void> | null = null

/** Fetches them, once. Resolves when they hold; where they cannot be had, too: what is there looks plain, and works. */
export const lateStyles = (): Promise<void> => {
  coming ??= new Promise(resolve => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = LATE_STYLES
    link.onload = () => resolve()
    link.onerror = () => {
      coming = null
      link.remove()
      resolve()
    }
    document.head.append(link)
  })
  return coming
}
