import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { locale, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import type { Opened } from '../dialogs.tsx'
import { useIsAdmin } from './use-role.ts'

/** All user groups, and for admins the way to a new one. */
export function GroupsDialog({ onClose, onOpen }: { onClose: () => void; onOpen: (next: Opened) => void }) {
  const { groups, myGroups } = useClient().replica
  const isAdmin = useIsAdmin()
  const { compare } = new Intl.Collator(locale())
  const all = [...groups.value.values()].sort((a, b) => compare(a.name, b.name))
  return (
    <Dialog title={say`User groups`} look="wide" onClose={onClose}>
      <ul class="directory" aria-label={say`User groups`}>
        {all.map(({ id, name, handle }) => (
          <li key={id}>
            <button type="button" data-group={id}>
              <bdi>{name}</bdi>
              <span class="person-note">
                <bdi translate={false}>@{handle}</bdi>
                {myGroups.value.has(id) && ` · ${say`you are in it`}`}
              </span>
            </button>
          </li>
        ))}
        {all.length === 0 && (
          <li class="people-none">
            {say`There are no user groups yet. A group is people who are called together: @marketing, @on-call.`}
          </li>
        )}
      </ul>
      {isAdmin && (
        <footer class="dialog-foot">
          <Button look="main" onClick={() => onOpen({ editGroup: null })}>
            {say`New user group`}
          </Button>
        </footer>
      )}
    </Dialog>
  )
}
