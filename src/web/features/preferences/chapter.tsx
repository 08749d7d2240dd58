import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** Rows of the page that belong together, under a heading. */
export function Chapter({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
    </section>
  )
}
