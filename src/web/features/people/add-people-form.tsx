import { useSignal } from '@preact/signals'
import type { UserRow } from '#protocol/rows.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { PeopleField } from './people-field.tsx'

interface AddPeopleFormProps {
  /** What being added means to them. */
  hint: string
  /** Who is in it already. */
  isIn: (id: string) => boolean
  error: string | null
  /** Whether they were added; why not is in `error` by then. */
  add: (ids: string[]) => Promise<boolean>
  onEnd: () => void
}

/** People, several at once, for a channel or a user group. It ends when they are added, or when somebody gives up. */
export function AddPeopleForm({ hint, isIn, error, add, onEnd }: AddPeopleFormProps) {
  const chosen = useSignal<readonly UserRow[]>([])
  const send = async () => {
    const ids = chosen.peek().map(({ id }) => id)
    if (ids.length > 0 && (await add(ids))) onEnd()
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <PeopleField
        label={say`People to add`}
        chosen={chosen}
        leftOut={isIn}
        error={error}
        hint={hint}
        onSubmit={() => void send()}
      />
      <footer class="dialog-foot">
        <Button onClick={onEnd}>{say`Cancel`}</Button>
        <Button look={chosen.value.length > 0 ? 'main' : 'plain'} type="submit">
          {say`Add`}
        </Button>
      </footer>
    </form>
  )
}
