import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { type Sent, useOneField } from './one-field.ts'

interface NameFormProps {
  label: string
  /** What stands in the field at first. */
  before: string
  hint?: ComponentChildren
  button: string
  send: (name: string) => Promise<Sent>
}

/** A dialog's one field and its one button. */
export function NameForm({ label, before, hint, button, send }: NameFormProps) {
  const { form, field } = useOneField(before, send)
  return (
    <form {...form}>
      <Field label={label} {...field} hint={hint} />
      <footer class="dialog-foot">
        <Button look="main" type="submit">
          {button}
        </Button>
      </footer>
    </form>
  )
}
