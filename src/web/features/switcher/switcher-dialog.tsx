import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { Fragment } from 'preact'
import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { isComposing } from '../../ui/keys.ts'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { useFoundPeople } from '../people/found-people.ts'
import { useOpenDirect } from '../people/open-direct.ts'
import { announce } from '../status/announce.ts'
import { type Choice, choicesFor, MOST } from './choices.ts'
import { PaletteWords } from './palette-words.tsx'

interface SwitcherProps {
  onClose: () => void
  /** Where there is no channel of that name yet. */
  onCreate: (name: string) => void
}

/** Goes to a channel, a conversation or a person by a few letters: a text field, and under it what they may mean. */
export function SwitcherDialog({ onClose, onCreate }: SwitcherProps) {
  const id = useId()
  const choose = useChoose(onClose, onCreate)
  const { typed, count, hasPeople, choices, at, type, press } = useChoice(choose)
  const line = (index: number) => `${id}-${index}`
  return (
    <Dialog title={say`Go to a channel or a person`} look="palette" onClose={onClose}>
      <div class="palette-field">
        <Icon name="search" size={20} />
        <input
          type="text"
          role="combobox"
          aria-label={say`Channel or person`}
          placeholder={say`Go to a channel or a person`}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={choices.length > 0 ? line(at) : undefined}
          aria-describedby={`${id}-note`}
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          enterkeyhint="go"
          spellcheck={false}
          dir="auto"
          value={typed}
          onInput={event => type(event.currentTarget.value)}
          onKeyDown={press}
        />
      </div>
      <div class="palette-note" id={`${id}-note`} role="status">
        <Note key={`${count} ${typed}`} typed={typed} count={count} hasPeople={hasPeople} />
      </div>
      <div class="palette-list" id={`${id}-list`} role="listbox" aria-label={say`Channels and people`}>
        {choices.map((choice, index) => (
          <Fragment key={choice.key}>
            {isFirstOfOthers(choices, index, typed) && (
              <p class="palette-head" role="presentation">
                {say`More channels`}
              </p>
            )}
            <Line
              id={line(index)}
              isChosen={index === at}
              onChoose={() => choose(choice)}
              choice={choice}
              typed={typed}
            />
          </Fragment>
        ))}
      </div>
    </Dialog>
  )
}

/** Goes where a line leads, or begins what it names. */
const useChoose = (onClose: () => void, onCreate: (name: string) => void) => {
  const openDirect = useOpenDirect()
  return (choice: Choice) => {
    if (choice.kind === 'create') return onCreate(choice.name)
    if (choice.kind === 'person') {
      void openDirect([choice.person.id]).then(refused => (refused === null ? onClose() : announce(refused)))
      return
    }
    onClose()
    go(pathOf(choice.channel.id))
    // Who is there already comes back to writing, too.
    afterPaint(focusToWrite)
  }
}

/** What was typed, what that may mean, and which of it is chosen; the arrow keys walk through it as in a ring. */
const useChoice = (onChoose: (choice: Choice) => void) => {
  const client = useClient()
  const typed = useSignal('')
  const place = useSignal(0)
  const people = useFoundPeople(typed, () => false)
  const found = useMemo(() => choicesFor(client, typed, people), [client, typed, people])
  const choices = useComputed(() => found.value.lines)
  // The list may have become shorter by itself.
  const at = useComputed(() => Math.max(0, Math.min(place.value, choices.value.length - 1)))
  useSignalEffect(() => {
    const choice = choices.value[at.value]
    if (choice !== undefined && 'channel' in choice) client.prepare(choice.channel.id)
  })
  const type = (value: string) => {
    typed.value = value
    place.value = 0
  }
  const press = (event: KeyboardEvent) => {
    const { length } = choices.value
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key]
    if (isComposing(event) || (event.key !== 'Enter' && step === undefined)) return
    event.preventDefault()
    const chosen = choices.value[at.value]
    if (chosen === undefined) return
    if (step === undefined) onChoose(chosen)
    else place.value = (at.value + step) % length
  }
  const { count, hasPeople } = found.value
  return { typed: typed.value, count, hasPeople, choices: choices.value, at: at.value, type, press }
}

/** One's own come first, but for what is called just as it was typed. */
const isFirstOfOthers = (choices: readonly Choice[], index: number, typed: string): boolean => {
  const isOther = (at: number) => {
    const choice = choices[at]
    if (choice?.kind !== 'channel' || choice.channel.joined) return false
    return at > 0 || choice.channel.name !== normalizeChannelName(typed)
  }
  return isOther(index) && !isOther(index - 1)
}

interface LineProps {
  id: string
  choice: Choice
  typed: string
  isChosen: boolean
  onChoose: () => void
}

function Line({ id, choice, typed, isChosen, onChoose }: LineProps) {
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
    <div
      class="palette-line"
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      data-kind={choice.kind === 'channel' ? choice.channel.kind : choice.kind}
      onClick={onChoose}
    >
      <PaletteWords choice={choice} typed={typed} />
    </div>
  )
}

/** That there is nothing is for everybody, how much there is only for who cannot see it. */
function Note({ typed, count, hasPeople }: { typed: string; count: number; hasPeople: boolean }) {
  if (count === 0) return <p>{say`No channel named “${typed.trim()}”.`}</p>
  const words = hasPeople
    ? plural(count, { one: say`One found.`, other: say`${count} found.` })
    : plural(count, { one: say`One channel.`, other: say`${count} channels.` })
  return <p class="unseen">{count > MOST ? `${words} ${say`The first ${MOST} are shown.`}` : words}</p>
}
