import type { ComponentChildren } from 'preact'

/** Into this workspace it is followed in place, by `navigation.ts`; anywhere else in a tab of its own, without a word of where it came from. */
export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  const isOurs = href.startsWith(`${location.origin}/c/`)
  return (
    <a href={href} target={isOurs ? undefined : '_blank'} rel="noopener noreferrer" title={href}>
      {children}
    </a>
  )
}
