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
export function PeopleField({ label, chosen, leftOut = () => false, error, hint, onSubmit }: PeopleFieldProps) {
  const id = useId()
  const typed = useSignal('')
  const input = useRef<HTMLInputElement>(null)
  const found = useFoundPeople(typed, ({ id: other }) => leftOut(other) || chosen.value.some(one => one.id === other))
  const choice = useChoice(found.value.length)
  useLayoutEffect(() => input.current?.focus(), [error])
  const add = (person: UserRow | undefined) => {
    if (person === undefined) return
    chosen.value = [...chosen.value, person]
    typed.value = ''
    choice.place.value = 0
    input.current?.focus()
  }
  const drop = (person: UserRow | undefined) => {
    chosen.value = chosen.value.filter(one => one !== person)
    input.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (typed.peek().trim() === '' && chosen.peek().length > 0) onSubmit()
      else add(found.peek()[choice.at.peek()])
    } else if (event.key === 'Backspace' && typed.peek() === '') drop(chosen.peek().at(-1))
    else choice.press(event)
  }
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
          aria-expanded={found.value.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.value.length > 0 ? `${id}-${choice.at.value}` : undefined}
          aria-describedby={`${id}-note`}
          aria-invalid={error !== null}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value
            choice.place.value = 0
          }}
          onKeyDown={press}
        />
      </div>
      <p class="field-note" id={`${id}-note`} role="status" data-error={error !== null}>
        {error ?? hint}
      </p>
      <div class="people-found" id={`${id}-list`} role="listbox" aria-label={say`People`}>
        {found.value.map((person, index) => (
          <Line
            key={person.id}
            id={`${id}-${index}`}
            person={person}
            isChosen={index === choice.at.value}
            onChoose={() => add(person)}
          />
        ))}
        {found.value.length === 0 && typed.value.trim() !== '' && (
          <p class="people-none" role="presentation">
            {say`Nobody by the name “${typed.value.trim()}”.`}
          </p>
        )}
      </div>
    </div>
  )
}

/** Which line of so many is chosen; the arrow keys walk through them as in a ring. */
const useChoice = (length: number) => {
  const place = useSignal(0)
  const count = useSignal(length)
  count.value = length
  const at = useComputed(() => Math.max(0, Math.min(place.value, count.value - 1)))
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key]
    if (step === undefined || length === 0) return
    event.preventDefault()
    place.value = (at.peek() + step) % length
  }
  return { place, at, press }
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
