import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { Fragment } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { channelNameFault } from '#domain/name-faults.ts'
import { normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { isComposing } from '../../ui/keys.ts'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { sameName } from '../same-name.ts'
import { found, piecesOf } from './found.ts'

/** Nobody reads more lines than these; who looks for another one types on. */
const MOST = 30

interface SwitcherProps {
  onClose: () => void
  /** Where there is no channel of that name yet. */
  onCreate: (name: string) => void
}

/** A line of the palette: a channel to go to, or the name of one to be created. */
type Choice = { channel: ChannelSummary } | { create: string }

/** Goes to a channel by a few letters of its name: a text field, and under it what they may mean. */
export function SwitcherDialog({ onClose, onCreate }: SwitcherProps) {
  const id = useId()
  const choose = (choice: Choice) => {
    if ('create' in choice) return onCreate(choice.create)
    onClose()
    go(pathOf(choice.channel.id))
    // Who is there already comes back to writing, too.
    afterPaint(focusToWrite)
  }
  const { typed, count, choices, at, type, press } = useChoice(choose)
  const line = (index: number) => `${id}-${index}`
  return (
    <Dialog title={say`Go to a channel`} look="palette" onClose={onClose}>
      <div class="palette-field">
        <Icon name="search" size={20} />
        <input
          type="text"
          role="combobox"
          aria-label={say`Channel name`}
          placeholder={say`Go to a channel`}
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
        <Note key={`${count} ${typed}`} typed={typed} count={count} />
      </div>
      <div class="palette-list" id={`${id}-list`} role="listbox" aria-label={say`Channels`}>
        {choices.map((choice, index) => (
          <Fragment key={'create' in choice ? 'create' : choice.channel.id}>
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

/** What was typed, what that may mean, and which of it is chosen; the arrow keys walk through it as in a ring. */
const useChoice = (onChoose: (choice: Choice) => void) => {
  const client = useClient()
  const typed = useSignal('')
  const place = useSignal(0)
  const all = useComputed(() => foundBy(client.replica.channels.value, typed.value))
  const choices = useComputed((): readonly Choice[] => {
    const channels = all.value.slice(0, MOST).map(channel => ({ channel }))
    const name = normalizeChannelName(typed.value)
    const isNew = channels.length === 0 && channelNameFault(name) === null
    // Whether it is new can be told only once the rule of names is here.
    return isNew && sameName(client.replica.channels.value, name) === undefined ? [{ create: name }] : channels
  })
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
  return { typed: typed.value, count: all.value.length, choices: choices.value, at: at.value, type, press }
}

/** Where letters find nothing, a name that only looks the same may: that one could not be created either. */
const foundBy = (channels: readonly ChannelSummary[], typed: string): readonly ChannelSummary[] => {
  const all = found(channels, typed)
  const same = all.length === 0 ? sameName(channels, typed) : null
  return same ? [same] : all
}

/** One's own come first, but for what is called just as it was typed. */
const isFirstOfOthers = (choices: readonly Choice[], index: number, typed: string): boolean => {
  const isOther = (at: number) => {
    const choice = choices[at]
    if (choice === undefined || 'create' in choice || choice.channel.joined) return false
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
  const isNew = 'create' in choice
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
    <div
      class="palette-line"
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      data-new={isNew}
      onClick={onChoose}
    >
      {isNew ? (
        <>
          <Icon name="plus" />
          <span key={choice.create} class="channel-name">
            {say`Create ${<bdi>#{choice.create}</bdi>}`}
          </span>
        </>
      ) : (
        <Name channel={choice.channel} typed={typed} />
      )}
    </div>
  )
}

function Name({ channel: { name, unread }, typed }: { channel: ChannelSummary; typed: string }) {
  return (
    <>
      <bdi class="channel-name" translate={false}>
        {piecesOf(name, typed).map(({ text, isTyped }, at) => (isTyped ? <b key={at}>{text}</b> : text))}
      </bdi>
      {unread > 0 && <span class="palette-unread">{say`Unread`}</span>}
    </>
  )
}

/** That there is nothing is for everybody, how much there is only for who cannot see it. */
function Note({ typed, count }: { typed: string; count: number }) {
  if (count === 0) return <p>{say`No channel named “${typed.trim()}”.`}</p>
  const words = plural(count, { one: say`One channel.`, other: say`${count} channels.` })
  return <p class="unseen">{count > MOST ? `${words} ${say`The first ${MOST} are shown.`}` : words}</p>
}
