import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { textFault } from '#domain/text.ts'
import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { isComposing } from '../../ui/keys.ts'
import { refusedWords } from '../../words/refused.ts'
import { plural, say } from '../../words/say.ts'
import { announce } from '../status/announce.ts'
import { enterOf, returnMakesLine } from './enter.ts'
import { tidy } from './tidy.ts'
import { loadTools, toolsNow } from './tools.ts'

/** From so many characters before the limit on, what is left is shown. */
const COUNT_FROM = 1000

export interface WritingFieldProps {
  /** The name of the field: "Message #general", "Edit message". It is also what an empty field shows. */
  label: string
  /** What stands in it. Whoever draws the field keeps it, and gives back what `onChange` said. */
  value: string
  onChange: (value: string) => void
  /** Enter or the button: the text without blank lines around it. It is never faulty, and empty only with `mayBeEmpty`. */
  onSend: (written: string) => void
  /** Esc. Without it Esc goes on to whoever is around. */
  onEscape?: () => void
  /** Where the text will stand: whose people are suggested first. */
  channel?: string
  /** Any other key, before the field takes it as its own; `true` says that it has been dealt with. */
  keys?: (event: KeyboardEvent, field: HTMLTextAreaElement) => boolean
  /** What is wrong beside the text itself (a refusal), as a sentence. It does not keep anybody from sending again. */
  fault?: string | null
  /** One line above the field, which describes it. */
  note?: ComponentChildren
  /** An empty text may be sent, too: it asks to delete a message. */
  mayBeEmpty?: boolean
  /** The button: "Send" where nothing is said. `goal` stands behind it, to be seen, and heard as its description. */
  send?: { label: string; icon: IconName; goal?: string } | undefined
  /** Buttons in the row under the text, before the one that sends. Without any, that one stands beside the text. */
  children?: ComponentChildren
  /** In the field, above the text. */
  above?: ComponentChildren
  /** For whoever wants to put the focus into it. */
  field?: RefObject<HTMLTextAreaElement | null>
}

/**
 * A field for a message's text, wherever one is written: it grows, leaves input methods alone, sends with Enter and says
 * what is wrong. It keeps nothing: the text belongs to whoever draws it. There may be several on one page.
 */
export function WritingField(props: WritingFieldProps) {
  const { label, value, onChange, note, send = { label: say`Send`, icon: 'send' } } = props
  const id = useId()
  const own = useRef<HTMLTextAreaElement>(null)
  const field = props.field ?? own
  const written = tidy(value)
  const wrong = faultOf(written)
  const submit = useSubmit(props, field)
  const completion = useRef<((event: KeyboardEvent) => boolean) | null>(null)
  const tools = toolsNow()
  useLayoutEffect(() => fit(field.current))
  useFaultAnnounced(wrong?.code)
  useEffect(() => afterPaint(() => void loadTools()), [])
  return (
    <>
      {note !== undefined && (
        <div class="composer-note" id={`${id}-note`}>
          {note}
        </div>
      )}
      <div class="composer" data-tools={props.children === undefined ? undefined : true}>
        {props.above}
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          aria-describedby={note === undefined ? `${id}-fault` : `${id}-note ${id}-fault`}
          aria-invalid={wrong !== null}
          placeholder={label}
          enterkeyhint={returnMakesLine() ? 'enter' : 'send'}
          dir="auto"
          value={value}
          onInput={event => onChange(event.currentTarget.value)}
          onPaste={event => {
            if (toolsNow()?.pasteTool(event, event.currentTarget)) event.preventDefault()
          }}
          onKeyDown={event => press(event, props, completion.current, submit)}
        />
        {tools !== null && <tools.Suggestions field={field} channel={props.channel ?? null} keys={completion} />}
        <div class="composer-row">
          {props.children}
          <SendButton
            {...send}
            idle={written === '' && !props.mayBeEmpty}
            fault={wrong && refusedWords(wrong)}
            describedBy={`${id}-fault`}
            onClick={submit}
          />
        </div>
      </div>
      <p class="composer-fault" id={`${id}-fault`} data-error={wrong !== null || Boolean(props.fault)}>
        {(wrong && refusedWords(wrong)) ?? props.fault ?? remaining(written)}
      </p>
    </>
  )
}

const press = (
  event: KeyboardEvent,
  { keys, onEscape }: WritingFieldProps,
  completion: ((event: KeyboardEvent) => boolean) | null,
  submit: () => void,
): void => {
  if (!(event.currentTarget instanceof HTMLTextAreaElement) || isComposing(event)) return
  const field = event.currentTarget
  const isTaken = completion?.(event) || keys?.(event, field) || toolsNow()?.pressTool(event, field)
  if (isTaken) {
    event.preventDefault()
    // Ctrl+K on a selection makes a link, and does not also look for a channel.
    event.stopPropagation()
  } else if (enterOf(event) === 'sends') {
    event.preventDefault()
    submit()
  } else if (event.key === 'Escape' && onEscape !== undefined) {
    event.preventDefault()
    onEscape()
  }
}

const useSubmit =
  ({ onSend, mayBeEmpty = false }: WritingFieldProps, field: RefObject<HTMLTextAreaElement | null>) =>
  (): void => {
    // What counts is what stands in the field, however it got there.
    const written = tidy(field.current?.value ?? '')
    field.current?.focus()
    if (written === '' && !mayBeEmpty) return
    const wrong = faultOf(written)
    if (wrong !== null) announce(refusedWords(wrong))
    else onSend(written)
  }

interface SendButtonProps {
  label: string
  icon: IconName
  goal?: string
  idle: boolean
  fault: string | null
  describedBy: string
  onClick: () => void
}

/** It keeps the focus, and a reason to be heard, also where it has nothing to do. */
function SendButton({ label, icon, goal, idle, fault, describedBy, onClick }: SendButtonProps) {
  return (
    <button
      class="send"
      type="button"
      aria-label={label}
      title={fault ?? label}
      aria-disabled={idle || fault !== null}
      aria-describedby={goal === undefined ? describedBy : `${describedBy} ${describedBy}-goal`}
      data-goal={goal !== undefined || undefined}
      onClick={onClick}
    >
      {goal !== undefined && (
        <>
          <span>{label}</span>
          <bdi id={`${describedBy}-goal`}>{goal}</bdi>
        </>
      )}
      <Icon name={icon} size={20} />
    </button>
  )
}

/** Nothing is no fault: it is only not sent. */
const faultOf = (text: string): ReturnType<typeof textFault> => (text === '' ? null : textFault(text))

const useFaultAnnounced = (code: string | undefined): void => {
  useEffect(() => {
    if (code === 'text_too_long') announce(say`This text is too long for one message.`)
  }, [code])
}

const remaining = (text: string): string => {
  const left = TEXT_CHARACTERS - text.length
  if (left > COUNT_FROM) return ''
  return plural(left, { one: say`${1} character left`, other: say`${left} characters left` })
}

/** Lets the field grow where the browser does not do it by itself. */
const fit = (field: HTMLTextAreaElement | null): void => {
  if (field === null || CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
