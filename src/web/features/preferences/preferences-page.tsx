import { useEffect, useRef } from 'preact/hooks'
import { preferences } from '#protocol/preferences.ts'
import { closePreferences, openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { number, say } from '../../words/say.ts'
import { NoticesChapter } from '../notices/notices-chapter.tsx'
import { useTitle } from '../title.ts'
import { Chapter } from './chapter.tsx'
import { ChoiceRow } from './choice.tsx'

/** How one likes it, on all own devices: chapters of rows, each saved at once. */
export function PreferencesPage() {
  const heading = useRef<HTMLHeadingElement>(null)
  useTitle(say`Preferences`)
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
        <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
        <h1 ref={heading} tabIndex={-1}>
          {say`Preferences`}
        </h1>
        <IconButton icon="close" label={say`Close`} onClick={closePreferences} />
      </header>
      <div class="preferences">
        <Look />
        <Writing />
        <NoticesChapter />
      </div>
    </>
  )
}

function Look() {
  return (
    <Chapter title={say`Look`}>
      <ChoiceRow
        name="theme"
        label={say`Theme`}
        note={say`The one of your system, or always the same.`}
        options={[
          ['system', say`System`],
          ['light', say`Light`],
          ['dark', say`Dark`],
        ]}
      />
      <ChoiceRow
        name="textSize"
        label={say`Text size`}
        note={say`Of messages, and of what you write.`}
        options={preferences.textSize.map(size => [size, number(size)] as const)}
      />
      <ChoiceRow
        name="clock"
        label={say`Clock`}
        note={say`As your language has it, or always the same.`}
        options={[
          ['auto', say`Automatic`],
          ['12', say`12 hours`],
          ['24', say`24 hours`],
        ]}
      />
      <ChoiceRow
        name="previews"
        label={say`Link previews`}
        note={say`Under a message, what stands behind its links.`}
        options={[
          [true, say`Shown`],
          [false, say`Hidden`],
        ]}
      />
    </Chapter>
  )
}

function Writing() {
  return (
    <Chapter title={say`Writing`}>
      <ChoiceRow
        name="enterSends"
        label={say`Enter`}
        note={say`Ctrl+Enter always sends, Shift+Enter always makes a line.`}
        options={[
          ['enter', say`Sends`],
          ['ctrl-enter', say`Makes a line`],
        ]}
      />
      <ChoiceRow
        name="emoticons"
        label={say`Emoticons`}
        note={say`What you type as :-) becomes an emoji. Undo brings it back.`}
        options={[
          [true, say`Become emoji`],
          [false, say`Stay`],
        ]}
      />
    </Chapter>
  )
}
