import type { Unsent } from '../../sync/api.ts'
import { say } from '../../words/say.ts'

/** What the server did not take any more when it ended the session: to be copied, since nobody can send it now. */
export function NotSent({ texts }: { texts: readonly Unsent[] }) {
  if (texts.length === 0) return null
  return (
    <section class="not-sent" aria-labelledby="not-sent">
      <h2 id="not-sent">{say`Not sent`}</h2>
      <p class="join-lead">
        {say`You had written this. Copy what you want to keep: it goes when you join or close this page.`}
      </p>
      <ul>
        {texts.map(({ channel, text }, at) => (
          <li key={at}>
            {channel !== null && (
              <p class="not-sent-channel">
                #<bdi>{channel}</bdi>
              </p>
            )}
            <p dir="auto">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
