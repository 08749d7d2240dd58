import { type Signal, useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'

interface TypedFieldProps {
  label: string
  typed: Signal<string>
  autoComplete: string
  /** `password`: hidden, until whoever types it wants to see it. `code`: digits. */
  kind?: 'text' | 'password' | 'code'
  /** Takes the focus at first. */
  first?: boolean
  /** Under the field. */
  hint?: string
}

/** One of several fields of a form: what is wrong is said once for them all, by the form. */
export function TypedField({ label, typed, autoComplete, kind = 'text', first = false, hint }: TypedFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const isShown = useSignal(false)
  // The types of elements know one of the two at a time.
  const type = (kind === 'password' && !isShown.value ? 'password' : 'text') as 'password'
  useLayoutEffect(() => {
    if (first) input.current?.focus()
  }, [first])
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          ref={input}
          type={type}
          inputMode={kind === 'code' ? 'numeric' : 'text'}
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value
          }}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />
        {kind === 'password' && (
          <Button aria-pressed={isShown.value} onClick={() => (isShown.value = !isShown.peek())}>
            {say`Show`}
          </Button>
        )}
      </div>
      {hint !== undefined && (
        <div class="field-note" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}
