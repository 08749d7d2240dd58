import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import { Face } from '../face.tsx'
import { opened } from '../opened.ts'
import { useDirectory } from './use-directory.ts'

/** Who is here: to be found by a few letters, and looked at. */
export function PeopleDialog({ onClose }: { onClose: () => void }) {
  const typed = useSignal('')
  const { people, loadMore } = useDirectory(typed)
  const letters = typed.value.trim()
  return (
    <Dialog title={say`People`} look="wide" onClose={onClose}>
      <input
        class="search-field"
        type="search"
        aria-label={say`Search people`}
        placeholder={say`Search people`}
        autoFocus
        autoComplete="off"
        spellcheck={false}
        dir="auto"
        value={typed.value}
        onInput={event => {
          typed.value = event.currentTarget.value
        }}
      />
      <Button look="quiet" onClick={() => (opened.value = 'groups')}>{say`User groups`}</Button>
      <ul class="directory" aria-label={say`People`}>
        {people.map(({ id, name, title, handle }) => (
          <li key={id}>
            <button type="button" data-user={id} aria-label={name}>
              <Face id={id} name={name} size={36} />
              <bdi translate={false}>{name}</bdi>
              {(title || handle) && (
                <span class="person-note" dir="auto">
                  {title || `@${handle}`}
                </span>
              )}
            </button>
          </li>
        ))}
        {people.length === 0 && letters !== '' && <li class="people-none">{say`Nobody by the name “${letters}”.`}</li>}
      </ul>
      {loadMore !== null && (
        <Button look="quiet" onClick={loadMore}>
          {say`Show more`}
        </Button>
      )}
    </Dialog>
  )
}
