import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { preferences } from '#protocol/preferences.ts'
import { closePreferences, openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { useTitle } from '../title.ts'
import { ChoiceRow } from './choice.tsx'

/** How one likes it, on all own devices: chapters of rows, each saved at once. */
export function PreferencesPage() {
  const heading = useRef<HTMLHeadingElement>(null)
  useTitle('Preferences')
  useEffect(() => {
    heading.current?.focus()
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      closePreferences()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return (
    <>
      <header class="conversation-head">
        <IconButton icon="back" label="Channels" class="to-list" onClick={openList} />
        <h1 ref={heading} tabIndex={-1}>
          Preferences
        </h1>
        <IconButton icon="close" label="Close" onClick={closePreferences} />
      </header>
      <div class="preferences">
        <Look />
        <Writing />
      </div>
    </>
  )
}

function Look() {
  return (
    <Chapter title="Look">
      <ChoiceRow
        name="theme"
        label="Theme"
        note="The one of your system, or always the same."
        options={[
          ['system', 'System'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ]}
      />
      <ChoiceRow
        name="textSize"
        label="Text size"
        note="Of messages, and of what you write."
        options={preferences.textSize.map(size => [size, String(size)] as const)}
      />
      <ChoiceRow
        name="clock"
        label="Clock"
        note="As your language has it, or always the same."
        options={[
          ['auto', 'Automatic'],
          ['12', '12 hours'],
          ['24', '24 hours'],
        ]}
      />
    </Chapter>
  )
}

function Writing() {
  return (
    <Chapter title="Writing">
      <ChoiceRow
        name="enterSends"
        label="Enter"
        note="Ctrl+Enter always sends, Shift+Enter always makes a line."
        options={[
          ['enter', 'Sends'],
          ['ctrl-enter', 'Makes a line'],
        ]}
      />
      <ChoiceRow
        name="emoticons"
        label="Emoticons"
        note="What you type as :-) becomes an emoji. Undo brings it back."
        options={[
          [true, 'Become emoji'],
          [false, 'Stay'],
        ]}
      />
    </Chapter>
  )
}

function Chapter({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
    </section>
  )
}
