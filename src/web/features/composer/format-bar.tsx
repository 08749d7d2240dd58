import type { ComponentChildren, RefObject } from 'preact'
import { Drawn } from '../../ui/icon.tsx'
import { walkAlong } from '../../ui/walk-along.ts'
import { say } from '../../words/say.ts'
import { nameHere } from '../shortcuts/keys.ts'
import { applyEdit, writtenIn } from './apply-edit.ts'
import { formats } from './formats.ts'

interface FormatBarProps {
  field: RefObject<HTMLTextAreaElement | null>
  /** At the end of the bar. */
  children?: ComponentChildren
}

/** The tools that format what is selected. The field keeps the focus while they are used with a pointer. */
export function FormatBar({ field, children }: FormatBarProps) {
  return (
    <div
      class="format-bar"
      role="toolbar"
      aria-label={say`Formatting`}
      onPointerDown={event => event.preventDefault()}
      onKeyDown={walkAlong}
    >
      {formats.map(({ name, icon, keys, edit }, at) => (
        <button
          key={name}
          class="icon-button"
          type="button"
          tabIndex={at === 0 ? 0 : -1}
          aria-label={name}
          title={`${name} (${nameHere(keys)})`}
          onClick={() => {
            if (field.current !== null) applyEdit(field.current, edit(writtenIn(field.current)))
          }}
        >
          <Drawn outlines={icon} />
        </button>
      ))}
      {children}
    </div>
  )
}
