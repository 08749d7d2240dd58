import { useId } from 'preact/hooks'
import { policies, type Who } from '#protocol/policies.ts'
import { plural, say } from '../../words/say.ts'
import type { LeftTo } from './policy.ts'
import { PolicyRow } from './policy-row.tsx'

const HOUR = 60
const DAY = 24 * HOUR
/** Minutes; other numbers are for programs. */
const EDIT_FOR = [0, 1, 5, 15, 30, HOUR, DAY, 7 * DAY]

/** What members may do: a chapter of the workspace's settings, for its admins. */
export function PermissionsSection() {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{say`Permissions`}</h2>
      <div>
        <LeftToRow
          name="createPublic"
          label={say`Create public channels`}
          note={say`Who makes channels that everybody finds.`}
        />
        <LeftToRow
          name="createPrivate"
          label={say`Create private channels`}
          note={say`Also by hiding one that is public, or by making a group a channel.`}
        />
        <LeftToRow name="topic" label={say`Edit topics`} note={say`Who says what a channel is about.`} />
        <LeftToRow
          name="removePeople"
          label={say`Remove people from channels`}
          note={say`Whoever made a channel is its first admin.`}
        />
        <LeftToRow
          name="callAll"
          label={say`Call everybody`}
          note={say`Whose @channel and @everyone are heard. The messages of others call nobody.`}
        />
        <LeftToRow
          name="deleteOthers"
          label={say`Delete messages of others`}
          note={say`A line in the channel tells who did it.`}
        />
        <LeftToRow
          name="history"
          label={say`See what messages said before`}
          note={say`What one wrote oneself one always sees.`}
        />
        <PolicyRow
          name="editFor"
          label={say`Edit messages for`}
          note={say`How long one changes what one wrote.`}
          options={EDIT_FOR.map(minutes => [minutes, duration(minutes)] as const)}
        />
      </div>
    </section>
  )
}

function LeftToRow({ name, label, note }: { name: LeftTo; label: string; note: string }) {
  const options = policies[name].map(who => [who, people(who)] as const)
  return <PolicyRow name={name} label={label} note={note} options={options} />
}

const people = (who: Who): string => {
  switch (who) {
    case 'everybody':
      return say`Everybody`
    case 'channel admins':
      return say`Admins of the channel`
    case 'admins':
      return say`Admins`
    case 'owners':
      return say`Owners`
    case 'nobody':
      return say`Nobody`
  }
}

const duration = (minutes: number): string => {
  if (minutes === 0) return say`For ever`
  if (minutes < HOUR) return plural(minutes, { one: say`One minute`, other: say`${minutes} minutes` })
  if (minutes < DAY) return plural(minutes / HOUR, { one: say`One hour`, other: say`${minutes / HOUR} hours` })
  return plural(minutes / DAY, { one: say`One day`, other: say`${minutes / DAY} days` })
}
