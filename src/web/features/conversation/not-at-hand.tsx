import { say } from '../../words/say.ts'

/** Without a connection: what the address names (null: nothing) cannot be had now. */
export function NotAtHand({ name }: { name: string | null }) {
  if (name === null) {
    return (
      <>
        <p class="not-found-title">{say`Nothing is here yet.`}</p>
        <p>{say`Your channels appear once you are online.`}</p>
      </>
    )
  }
  return (
    <>
      <p class="not-found-title">{say`${<bdi>#{name}</bdi>} is not at hand.`}</p>
      <p>{say`We can look once you are online again.`}</p>
    </>
  )
}
