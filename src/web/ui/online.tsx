import { say } from '../words/say.ts'

/** A dot at the corner of a face, and the word for who does not see it. Nothing for who is not there. */
export function Online({ is }: { is: boolean }) {
  if (!is) return null
  return (
    <span class="online" title={say`Online`}>
      <span class="unseen">{say`online`}</span>
    </span>
  )
}
