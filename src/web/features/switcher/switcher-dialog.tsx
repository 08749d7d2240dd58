import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { channelNameFault, normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { isComposing } from '../../ui/keys.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { found } from './found.ts'

/** Nobody reads more lines than these; who looks for another one types on. */
const MOST = 30

interface SwitcherProps {
  onClose: () => void
  /** Where there is no channel of that name yet. */
  onCreate: (name: string) => void
}

/** Goes to a channel by a few letters of its name: a text field, and under it what they may mean. */
export function SwitcherDialog({ onClose, onCreate }: SwitcherProps) {
  const id = useId()
  const go = useGo(onClose)
  const { typed, all, shown, at, type, press } = useChoice(go)
  const line = (index: number) => `${id}-${index}`
  return (
    <Dialog title="Go to a channel" onClose={onClose}>
      <div class="field">
        <input
          type="text"
          role="combobox"
          aria-label="Channel name"
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown.length > 0 ? line(at) : undefined}
          aria-describedby={`${id}-note`}
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          value={typed}
          onInput={event => type(event.currentTarget.value)}
          onKeyDown={press}
        />
        <div class="field-note" id={`${id}-note`} role="status">
          <Note typed={typed} count={all.length} onCreate={onCreate} />
        </div>
      </div>
      <div class="switcher-list" id={`${id}-list`} role="listbox" aria-label="Channels">
        {shown.map((channel, index) => (
          <Line
            key={channel.id}
            id={line(index)}
            channel={channel}
            isChosen={index === at}
            onChoose={() => go(channel)}
          />
        ))}
      </div>
    </Dialog>
  )
}

const useGo = (onClose: () => void) => (channel: ChannelSummary) => {
  onClose()
  go(pathOf(channel.id))
  // Who is there already comes back to writing, too.
  afterPaint(focusToWrite)
}

/** What was typed, what that may mean, and which of it is chosen; the arrow keys walk through it as in a ring. */
const useChoice = (onChoose: (channel: ChannelSummary) => void) => {
  const client = useClient()
  const typed = useSignal('')
  const place = useSignal(0)
  const all = useComputed(() => found(client.replica.channels.value, typed.value))
  const shown = useComputed(() => all.value.slice(0, MOST))
  // The list may have become shorter by itself.
  const at = useComputed(() => Math.max(0, Math.min(place.value, shown.value.length - 1)))
  useSignalEffect(() => {
    const channel = shown.value[at.value]
    if (channel !== undefined) client.prepare(channel.id)
  })
  const type = (value: string) => {
    typed.value = value
    place.value = 0
  }
  const press = (event: KeyboardEvent) => {
    const { length } = shown.value
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key]
    if (isComposing(event) || (event.key !== 'Enter' && step === undefined)) return
    event.preventDefault()
    const chosen = shown.value[at.value]
    if (chosen === undefined) return
    if (step === undefined) onChoose(chosen)
    else place.value = (at.value + step) % length
  }
  return { typed: typed.value, all: all.value, shown: shown.value, at: at.value, type, press }
}

interface LineProps {
  id: string
  channel: ChannelSummary
  isChosen: boolean
  onChoose: () => void
}

function Line({ id, channel: { name, joined, unread }, isChosen, onChoose }: LineProps) {
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
    <div class="switcher-line" ref={line} id={id} role="option" aria-selected={isChosen} onClick={onChoose}>
      <bdi class="channel-name">{name}</bdi>
      {unread > 0 && <span class="switcher-note">{unread > 99 ? '99+' : unread} unread</span>}
      {!joined && <span class="switcher-note">Not joined</span>}
    </div>
  )
}

/** How many there are, or a way on where there is none. */
function Note({ typed, count, onCreate }: { typed: string; count: number; onCreate: (name: string) => void }) {
  const name = normalizeChannelName(typed)
  if (count > MOST) return `${count.toLocaleString()} channels; the first ${MOST} are shown.`
  if (count > 0) return count === 1 ? 'One channel.' : `${count} channels.`
  if (channelNameFault(name) !== null) return 'No channel is called that.'
  return (
    <>
      No channel is called that.
      <Button onClick={() => onCreate(name)}>
        Create&nbsp;<bdi>#{name}</bdi>
      </Button>
    </>
  )
}
