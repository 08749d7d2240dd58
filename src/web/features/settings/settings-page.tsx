import { useEffect, useRef } from 'preact/hooks'
import { isAdmin } from '#domain/policy.ts'
import { closeSettings, openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { PermissionsSection } from '../policies/permissions-section.tsx'
import { roleOf } from '../policies/policy.ts'
import { useTitle } from '../title.ts'
import { Abandoned } from './abandoned.tsx'
import { NewcomerChannels } from './newcomer-channels.tsx'

/** What admins decide for the whole workspace: chapters of rows, each saved at once. */
export function SettingsPage() {
  const heading = useRef<HTMLHeadingElement>(null)
  const role = roleOf(useClient())
  useTitle(say`Workspace settings`)
  useEffect(() => {
    heading.current?.focus()
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      closeSettings()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return (
    <>
      <header class="conversation-head">
        <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
        <h1 ref={heading} tabIndex={-1}>
          {say`Workspace settings`}
        </h1>
        <IconButton icon="close" label={say`Close`} onClick={closeSettings} />
      </header>
      <div class="preferences">
        {isAdmin(role) ? (
          <>
            <PermissionsSection />
            <NewcomerChannels />
            {role === 'owner' && <Abandoned />}
          </>
        ) : (
          <p class="detail-note">{say`Only admins of the workspace can do this.`}</p>
        )}
      </div>
    </>
  )
}
