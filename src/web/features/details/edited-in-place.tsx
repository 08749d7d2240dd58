import { useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { isComposing } from '../../ui/keys.ts'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'

interface EditedInPlaceProps {
  label: string
  /** The name of the button. */
  edit: string
  value: string
  /** Said where there is none. */
  nothing: string
  mayEdit: boolean
  /** Answers what is wrong, or null. */
  onSave: (text: string) => Promise<string | null>
}

/** A text, and in its place the field in which it gets another one. Enter saves, Esc leaves it as it was. */
export function EditedInPlace({ label, edit, value, nothing, mayEdit, onSave }: EditedInPlaceProps) {
  const id = useId()
  const isEdited = useSignal(false)
  const place = useRef<HTMLElement>(null)
  const end = () => {
    isEdited.value = false
    // With the drawing, which brings the button back.
    requestAnimationFrame(() => place.current?.querySelector('button')?.focus())
  }
  return (
    <section class="detail" ref={place}>
      <h3 id={id}>{label}</h3>
      {isEdited.value ? (
        <Editor labelledBy={id} value={value} onSave={onSave} onEnd={end} />
      ) : (
        <div class="detail-text">
          <p dir="auto" data-nothing={value === ''}>
            <span key={value}>{value === '' ? nothing : value}</span>
          </p>
          {mayEdit && (
            <Button look="quiet" aria-label={edit} onClick={() => (isEdited.value = true)}>
              {say`Edit`}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

interface EditorProps {
  labelledBy: string
  value: string
  onSave: (text: string) => Promise<string | null>
  onEnd: () => void
}

function Editor({ labelledBy, value, onSave, onEnd }: EditorProps) {
  const typed = useSignal(value)
  const error = useSignal<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const isDrawn = useIsDrawn()
  useLayoutEffect(() => field.current?.focus(), [])
  const save = async () => {
    const refused = typed.peek().trim() === value ? null : await onSave(typed.peek().trim())
    if (!isDrawn()) return
    error.value = refused
    if (refused === null) onEnd()
  }
  const press = (event: KeyboardEvent) => {
    const isSaved = event.key === 'Enter' && !event.shiftKey && !isComposing(event)
    if (!isSaved && event.key !== 'Escape') return
    event.preventDefault()
    // The innermost thing first: the dialog around it stays.
    event.stopPropagation()
    if (isSaved) void save()
    else onEnd()
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={field}
        class="detail-field"
        rows={2}
        aria-labelledby={labelledBy}
        aria-invalid={error.value !== null}
        dir="auto"
        value={typed.value}
        onInput={event => {
          typed.value = event.currentTarget.value
          error.value = null
        }}
        onKeyDown={press}
      />
      <div class="detail-acts">
        <p class="field-note" role="status" data-error={error.value !== null}>
          {error.value}
        </p>
        <Button look="quiet" onClick={onEnd}>
          {say`Cancel`}
        </Button>
        <Button look="main" type="submit">
          {say`Save`}
        </Button>
      </div>
    </form>
  )
}
