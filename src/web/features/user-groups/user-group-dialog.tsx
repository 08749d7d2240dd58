import { useSignal } from '@preact/signals'
import type { UserGroupRow, UserRow } from '#protocol/rows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import type { Opened } from '../dialogs.tsx'
import { Face } from '../face.tsx'
import { AddPeopleForm } from '../people/add-people-form.tsx'
import { useQuestion } from '../use-question.ts'
import { useGrouped } from './use-grouped.ts'
import { useIsAdmin } from './use-role.ts'

interface UserGroupProps {
  id: string
  onClose: () => void
  onOpen: (next: Opened) => void
}

/** Who is in a user group; admins put people into it and take them out. */
export function UserGroupDialog({ id, onClose, onOpen }: UserGroupProps) {
  const group = useClient().replica.groups.value.get(id)
  return (
    <Dialog title={group === undefined ? say`User group` : `@${group.handle}`} look="wide" onClose={onClose}>
      {group === undefined ? (
        <p class="detail-note">{say`There is no such user group.`}</p>
      ) : (
        <Group group={group} onOpen={onOpen} />
      )}
    </Dialog>
  )
}

function Group({ group, onOpen }: { group: UserGroupRow; onOpen: (next: Opened) => void }) {
  const { id, name, description } = group
  const isAdmin = useIsAdmin()
  const isAdding = useSignal(false)
  const typed = useSignal('')
  const error = useSignal<string | null>(null)
  const ask = useQuestion()
  const { users, count, more, loadMore, reload } = useGrouped(id, typed)
  const change = async (fields: { add?: string[]; remove?: string[] }) => {
    error.value = outcomeOf(await ask('usergroup.members', { group: id, ...fields }))
    if (error.peek() === null) reload()
    return error.peek() === null
  }
  const remove = async () => {
    error.value = outcomeOf(await ask('usergroup.set', { group: id, gone: true }))
    if (error.peek() === null) onOpen('groups')
  }
  if (isAdding.value)
    return (
      <AddPeopleForm
        hint={say`They are called with the group, and seated in its channels.`}
        isIn={id => users.some(user => user.id === id)}
        error={error.value}
        add={add => change({ add })}
        onEnd={() => (isAdding.value = false)}
      />
    )
  return (
    <>
      <p class="group-name" dir="auto">
        {name}
      </p>
      {description !== undefined && (
        <p class="detail-note" dir="auto">
          {description}
        </p>
      )}
      <div class="members-head">
        <SearchGroup typed={typed} count={count} />
        {isAdmin && <Button onClick={() => (isAdding.value = true)}>{say`Add people`}</Button>}
      </div>
      <p class="field-note" role="status" data-error={error.value !== null}>
        {error.value}
      </p>
      <ul class="members" aria-label={say`Members`}>
        {users.map(user => (
          <GroupMember key={user.id} user={user} onRemove={isAdmin ? () => void change({ remove: [user.id] }) : null} />
        ))}
      </ul>
      {users.length === 0 && count === 0 && <p class="detail-note">{say`Nobody is in this group yet.`}</p>}
      {more && (
        <Button look="quiet" onClick={loadMore}>
          {say`Show more`}
        </Button>
      )}
      {isAdmin && <GroupFoot group={group} onEdit={() => onOpen({ editGroup: id })} onRemove={remove} />}
    </>
  )
}

interface GroupFootProps {
  group: UserGroupRow
  onEdit: () => void
  onRemove: () => Promise<void>
}

/** What admins do with a group. It is asked once more before it goes. */
function GroupFoot({ group, onEdit, onRemove }: GroupFootProps) {
  const isRemoving = useSignal(false)
  if (!isRemoving.value)
    return (
      <footer class="dialog-foot">
        <Button onClick={() => (isRemoving.value = true)}>{say`Delete user group`}</Button>
        <Button onClick={onEdit}>{say`Edit`}</Button>
      </footer>
    )
  return (
    <footer class="dialog-foot">
      <p class="dialog-note">{say`Nobody can be called by @${group.handle} any more.`}</p>
      <Button onClick={() => (isRemoving.value = false)}>{say`Cancel`}</Button>
      <Button onClick={() => void onRemove()}>{say`Delete`}</Button>
    </footer>
  )
}

function SearchGroup({ typed, count }: { typed: { value: string }; count: number | null }) {
  return (
    <input
      class="search-field"
      type="search"
      aria-label={say`Search members`}
      placeholder={
        count === null || count === 0
          ? say`Search members`
          : plural(count, { one: say`One member`, other: say`Search ${count} members` })
      }
      autoComplete="off"
      spellcheck={false}
      value={typed.value}
      onInput={event => {
        typed.value = event.currentTarget.value
      }}
    />
  )
}

function GroupMember({ user, onRemove }: { user: UserRow; onRemove: (() => void) | null }) {
  return (
    <li class="member">
      <Face id={user.id} name={user.name} size={28} bot={user.kind === 'bot'} />
      <div class="member-who">
        <button class="member-name" type="button" data-user={user.id}>
          <bdi translate={false}>{user.name}</bdi>
        </button>
      </div>
      {onRemove !== null && (
        <span class="member-acts">
          <Button look="quiet" aria-label={say`Remove ${user.name}`} onClick={onRemove}>
            {say`Remove`}
          </Button>
        </span>
      )}
    </li>
  )
}
