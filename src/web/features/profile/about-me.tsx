import type { UserRow } from '#protocol/rows.ts'
import type { Persona } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { EditedInPlace } from '../details/edited-in-place.tsx'
import { outcomeOf } from '../details/outcome.ts'
import { usePerform } from '../use-ask.ts'

/** What one says of oneself beside the name: each part edited in its place, and seen by everybody at once. */
export function AboutMe() {
  const { replica, session } = useClient()
  const perform = usePerform()
  const me = session.value.phase === 'signed-in' ? replica.user(session.value.id).value : null
  const save = (said: Persona) => perform({ do: 'profile.edit', ...said }).then(outcomeOf)
  return (
    <div class="about-me">
      {partsOf(me).map(({ part, label, edit, value }) => (
        <EditedInPlace
          key={part}
          label={label}
          edit={edit}
          value={value}
          nothing={say`Not said`}
          mayEdit={me !== null}
          onSave={text => save({ [part]: text })}
        />
      ))}
    </div>
  )
}

const partsOf = (me: UserRow | null) =>
  [
    { part: 'title', label: say`Title`, edit: say`Edit title`, value: me?.title ?? '' },
    { part: 'pronouns', label: say`Pronouns`, edit: say`Edit pronouns`, value: me?.pronouns ?? '' },
    { part: 'handle', label: say`Handle`, edit: say`Edit handle`, value: me?.handle ?? '' },
    { part: 'fullName', label: say`Full name`, edit: say`Edit full name`, value: me?.fullName ?? '' },
    { part: 'zone', label: say`Time zone`, edit: say`Edit time zone`, value: me?.zone ?? '' },
  ] as const
