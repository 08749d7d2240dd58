import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { PersonLine } from './person-line.tsx'
import { useAccounts } from './use-accounts.ts'

/** Who is here, by name, a page at a time: found by a few letters, given a role, let go and let in again. */
export function People() {
  const { typed, told, more, error, readOn, giveRole, deactivate, reactivate } = useAccounts()
  return (
    <>
      <input
        class="search-field"
        type="search"
        aria-label={say`Search people`}
        placeholder={say`Search people`}
        autoComplete="off"
        spellcheck={false}
        dir="auto"
        value={typed.value}
        onInput={event => {
          typed.value = event.currentTarget.value
        }}
      />
      <p class="field-note" role="status" data-error={error.value !== null}>
        {error.value}
      </p>
      <ul class="settings-list" aria-label={say`People in the workspace`}>
        {told.value?.map(person => (
          <PersonLine
            key={person.user.id}
            person={person}
            onRole={role => giveRole(person, role)}
            onDeactivate={ban => deactivate(person, ban)}
            onReactivate={() => reactivate(person)}
          />
        ))}
      </ul>
      {told.value?.length === 0 && <p class="detail-note">{say`Nobody by this name.`}</p>}
      {more.value && (
        <Button look="quiet" onClick={readOn}>
          {say`Show more`}
        </Button>
      )}
    </>
  )
}
