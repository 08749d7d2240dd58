import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

interface FieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  /** A sentence under the field when something is wrong with what was typed. */
  error: string | null
  /** Beside what is said under the field: a way on. */
  remedy?: ComponentChildren
  /** Under the field when nothing is wrong. */
  hint?: ComponentChildren
  autoComplete?: string
  /** In one line with the field: what is done with it. */
  beside?: ComponentChildren
}

/** A one-line text field with its label. It takes the focus at first, and again whenever a new error asks for it. */
export function Field({ label, value, onInput, error, remedy, hint, autoComplete = 'off', beside }: FieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  // With the drawing and not after it: who has gone on to something else meanwhile is not called back.
  useLayoutEffect(() => input.current?.focus(), [error])
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          ref={input}
          type="text"
          // biome-ignore lint/a11y/noAutofocus: a dialog that opens gives the focus to this field, and not to its cross
          autoFocus
          value={value}
          onInput={event => onInput(event.currentTarget.value)}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          aria-invalid={error !== null}
          aria-describedby={`${id}-note`}
        />
        {beside}
      </div>
      <div class="field-said">
        <div class="field-note" id={`${id}-note`} role="status" data-error={error !== null}>
          {error === null ? hint : <span key={error}>{error}</span>}
        </div>
        {remedy}
      </div>
    </div>
  )
}
