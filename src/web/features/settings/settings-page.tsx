import { createContext } from 'preact'
import { useContext, useEffect, useMemo, useRef } from 'preact/hooks'
import { go, openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { PermissionsSection } from '../policies/permissions-section.tsx'
import { Chapter } from '../preferences/chapter.tsx'
import { useTitle } from '../title.ts'
import { Abandoned } from './abandoned.tsx'
import { Invitations } from './invitations.tsx'
import { NewcomerChannels } from './newcomer-channels.tsx'
import { People } from './people.tsx'
import { WhoMayJoin } from './who-may-join.tsx'
import { AboutWorkspace } from './workspace-part.tsx'

/** What is decided for the whole workspace, by those who look after it: chapters of rows, each saved at once. */
export function SettingsPage() {
  const heading = useRef<HTMLHeadingElement>(null)
  const { replica, session } = useClient()
  const me = session.value.phase === 'signed-in' ? replica.user(session.value.id).value : null
  useTitle(say`Workspace settings`)
  useEffect(() => {
    heading.current?.focus()
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      go('/')
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
        <IconButton icon="close" label={say`Close`} onClick={() => go('/')} />
      </header>
      <div class="preferences settings">
        {me?.role === 'owner' || me?.role === 'admin' ? (
          <MyRole.Provider value={me.role}>
            <Chapters />
          </MyRole.Provider>
        ) : (
          me !== null && <p>{say`Only those who look after the workspace see its settings.`}</p>
        )}
      </div>
    </>
  )
}

const MyRole = createContext<'owner' | 'admin'>('admin')

/** In which role one is here. */
export const useMyRole = () => useContext(MyRole)

function Chapters() {
  // Whoever has just become the owner is shown three things first; all of it stays here.
  const isFirst = useMemo(() => location.hash === '#first', [])
  return (
    <>
      {isFirst && (
        <p class="settings-first">
          {say`This workspace is yours. Three things first, all of which can wait: what it is called, who may join, and whom to invite.`}{' '}
          <a href="/">{say`Go to the channels`}</a>
        </p>
      )}
      <Chapter title={say`Workspace`}>
        <AboutWorkspace />
      </Chapter>
      <Chapter title={say`Who may join`}>
        <WhoMayJoin />
      </Chapter>
      <Chapter title={say`Invitations`}>
        <Invitations />
      </Chapter>
      {!isFirst && <FurtherChapters />}
    </>
  )
}

function FurtherChapters() {
  const isOwner = useMyRole() === 'owner'
  return (
    <>
      <Chapter title={say`People`}>
        <People />
      </Chapter>
      <PermissionsSection />
      <NewcomerChannels />
      {isOwner && <Abandoned />}
    </>
  )
}
