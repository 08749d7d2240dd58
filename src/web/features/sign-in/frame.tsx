import type { ComponentChildren } from 'preact'
import { Mark, Wordmark } from '../../ui/mark.tsx'

interface FrameProps {
  title: string
  lead: ComponentChildren
  children: ComponentChildren
}

/** What all pages of the door look like. */
export function Frame({ title, lead, children }: FrameProps) {
  return (
    <main class="join">
      <div class="join-form">
        <Mark size={40} />
        <h1 class="join-place">{title}</h1>
        <p class="join-lead">{lead}</p>
        {children}
      </div>
      <footer class="join-foot">
        <Wordmark size={13} />
      </footer>
    </main>
  )
}

/** Somebody is in: everything begins anew, as them. */
export const goIn = (): void => location.replace('/')
