import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** A part of the page that is not rows of choices. */
export function Chapter({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
    </section>
  )
}
