import type { ComponentChildren } from 'preact'
import { Mark, Wordmark } from '../../ui/mark.tsx'

interface JoinFrameProps {
  heading: ComponentChildren
  /** It is the name of something, and not a sentence. */
  isName?: boolean | undefined
  lead: ComponentChildren
  children?: ComponentChildren
}

/** What everybody meets who is not in: a mark, what this is, one sentence, and what can be done. */
export function JoinFrame({ heading, isName = false, lead, children }: JoinFrameProps) {
  return (
    <main class="join">
      <div class="join-form">
        <Mark size={40} />
        <h1 class="join-place" translate={isName ? false : undefined}>
          {heading}
        </h1>
        <p class="join-lead">{lead}</p>
        {children}
      </div>
      <footer class="join-foot">
        <Wordmark size={13} />
      </footer>
    </main>
  )
}
