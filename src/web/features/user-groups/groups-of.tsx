import { useSignal, useSignalEffect } from '@preact/signals'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

/** The user groups that somebody is in, each of which opens. */
export function GroupsOf({ user }: { user: string }) {
  const { replica, connection } = useClient()
  const ask = useQuestion()
  const ids = useSignal<readonly string[]>([])
  useSignalEffect(() => {
    if (connection.value.phase !== 'live' || replica.groups.value.size === 0) return
    void ask('usergroups', { user }).then(answer => {
      if ('ok' in answer) ids.value = answer.ok.groups
    })
  })
  const groups = ids.value.flatMap(id => replica.groups.value.get(id) ?? [])
  if (groups.length === 0) return null
  return (
    <ul class="groups-of" aria-label={say`User groups`}>
      {groups.map(({ id, handle, name }) => (
        <li key={id}>
          <button type="button" class="text-mention" data-group={id} title={name}>
            @{handle}
          </button>
        </li>
      ))}
    </ul>
  )
}
