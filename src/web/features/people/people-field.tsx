import { type Signal, useComputed, useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { UserRow } from '#protocol/rows.ts'
import { IconButton } from '../../ui/button.tsx'
import { isComposing } from '../../ui/keys.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { useFoundPeople } from './found-people.ts'

interface PeopleFieldProps {
  label: string
  chosen: Signal<readonly UserRow[]>
  /** Who cannot be chosen, and is not named. */
  leftOut?: (id: string) => boolean
  /** What is wrong, or what there is to know. */
  error: string | null
  hint?: string
  /** Enter, with nothing typed. */
  onSubmit: () => void
}

/** People, chosen one after another by a few letters of their names. Backspace takes the last one back. */
export function PeopleField(props: PeopleFieldProps) {
  const { label, chosen, error, hint } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { typed, found, at, type, add, drop, press } = useChoosing(props, input)
  useLayoutEffect(() => input.current?.focus(), [error])
  return (
    <div class="people-field">
      <label for={id}>{label}</label>
      <div class="people-box">
        {chosen.value.map(person => (
          <Chip key={person.id} person={person} onDrop={() => drop(person)} />
        ))}
        <input
          id={id}
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-note`}
          aria-invalid={error !== null}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          value={typed}
          onInput={event => type(event.currentTarget.value)}
          onKeyDown={press}
        />
      </div>
      <p class="field-note" id={`${id}-note`} role="status" data-error={error !== null}>
        {error ?? hint}
      </p>
      <div class="people-found" id={`${id}-list`} role="listbox" aria-label={say`People`}>
        {found.map((person, index) => (
          <Line
            key={person.id}
            id={`${id}-${index}`}
            person={person}
            isChosen={index === at}
            onChoose={() => add(person)}
          />
        ))}
        {found.length === 0 && typed.trim() !== '' && (
          <p class="people-none" role="presentation">
            {say`Nobody by the name “${typed.trim()}”.`}
          </p>
        )}
      </div>
    </div>
  )
}

/** What was typed, who that may be, and which of them is at hand; the arrow keys walk through them as in a ring. */
const useChoosing = ({ chosen, leftOut, onSubmit }: PeopleFieldProps, input: { current: HTMLInputElement | null }) => {
  const typed = useSignal('')
  const place = useSignal(0)
  const found = useFoundPeople(typed, ({ id }) => leftOut?.(id) === true || chosen.value.some(one => one.id === id))
  const at = useComputed(() => Math.max(0, Math.min(place.value, found.value.length - 1)))
  const type = (value: string) => {
    typed.value = value
    place.value = 0
  }
  const choose = (people: readonly UserRow[]) => {
    chosen.value = people
    input.current?.focus()
  }
  const add = (person: UserRow) => {
    choose([...chosen.peek(), person])
    type('')
  }
  const drop = (person: UserRow) => choose(chosen.peek().filter(one => one !== person))
  const press = (event: KeyboardEvent) => {
    const { length } = found.peek()
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key]
    const [nearest, last] = [found.peek()[at.peek()], chosen.peek().at(-1)]
    const isEmpty = typed.peek().trim() === ''
    if (isComposing(event)) return
    if (step !== undefined && length > 0) place.value = (at.peek() + step) % length
    else if (event.key === 'Backspace' && typed.peek() === '' && last !== undefined) drop(last)
    else if (event.key !== 'Enter') return
    else if (isEmpty && last !== undefined) onSubmit()
    else if (nearest !== undefined) add(nearest)
    event.preventDefault()
  }
  return { typed: typed.value, found: found.value, at: at.value, type, add, drop, press }
}

function Chip({ person, onDrop }: { person: UserRow; onDrop: () => void }) {
  return (
    <span class="people-chip">
      <Face id={person.id} name={person.name} size={20} />
      <bdi translate={false}>{person.name}</bdi>
      <IconButton icon="close" size={16} label={say`Remove ${person.name}`} onClick={onDrop} />
    </span>
  )
}

interface LineProps {
  id: string
  person: UserRow
  isChosen: boolean
  onChoose: () => void
}

function Line({ id, person, isChosen, onChoose }: LineProps) {
  const line = useRef<HTMLDivElement>(null)
  const { session } = useClient()
  const me = session.value
  useLayoutEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
    <div
      class="people-line"
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-label={person.name}
      onPointerDown={event => event.preventDefault()}
      onClick={onChoose}
    >
      <Face id={person.id} name={person.name} size={28} />
      <bdi translate={false}>{person.name}</bdi>
      {me.phase === 'signed-in' && me.id === person.id && <span class="people-note">{say`you`}</span>}
    </div>
  )
}
