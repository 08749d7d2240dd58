import { useId } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import { mayCreate } from '../policies/may-create.ts'
import { ChannelLine } from './channel-line.tsx'
import { type Sort, sorts, useBrowse } from './use-browse.ts'

/** All public channels: to be found, looked into, joined and left. */
export function BrowseDialog({ onClose, onCreate }: { onClose: () => void; onCreate: (name: string) => void }) {
  const { typed, sort, archived, told, isLive, loadMore } = useBrowse()
  const name = typed.value.trim()
  return (
    <Dialog title={say`Browse channels`} look="wide" onClose={onClose}>
      <div class="browse-head">
        <input
          class="search-field"
          type="search"
          aria-label={say`Search channels`}
          placeholder={say`Search channels`}
          autoFocus
          autoComplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value
          }}
        />
        <SortChoice chosen={sort.value} onChoose={next => (sort.value = next)} />
      </div>
      <div class="browse-list">
        {told !== null && told.channels.length > 0 && (
          <ul aria-label={say`Channels`}>
            {told.channels.map(facts => (
              <ChannelLine key={facts.channel} facts={facts} onOpen={onClose} />
            ))}
          </ul>
        )}
        {told?.channels.length === 0 && (
          <p class="detail-note">
            {name === '' ? say`There are no channels here.` : say`No channel with “${name}” in it.`}
          </p>
        )}
        {told === null && !isLive && <p class="detail-note">{say`We can look once you are online again.`}</p>}
        {told?.more && (
          <Button look="quiet" onClick={loadMore}>
            {say`Show more`}
          </Button>
        )}
      </div>
      <footer class="browse-foot">
        <Checkbox
          label={say`Archived channels, too`}
          isChecked={archived.value}
          onChange={isChecked => {
            archived.value = isChecked
          }}
        />
        {mayCreate.value && <Button onClick={() => onCreate(name)}>{say`Create channel`}</Button>}
      </footer>
    </Dialog>
  )
}

function SortChoice({ chosen, onChoose }: { chosen: Sort; onChoose: (sort: Sort) => void }) {
  const id = useId()
  const names: Record<Sort, string> = {
    name: say`Name`,
    members: say`Members`,
    activity: say`Activity`,
    newest: say`Newest`,
  }
  return (
    <>
      <label class="unseen" for={id}>{say`Sort by`}</label>
      <select
        id={id}
        class="search-field browse-sort"
        value={chosen}
        onChange={event => onChoose(sorts.find(one => one === event.currentTarget.value) ?? 'name')}
      >
        {sorts.map(sort => (
          <option key={sort} value={sort}>
            {names[sort]}
          </option>
        ))}
      </select>
    </>
  )
}
