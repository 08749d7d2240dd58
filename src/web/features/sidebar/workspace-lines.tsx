import { useSignalEffect } from '@preact/signals'
import { policyDefaults } from '#protocol/policies.ts'
import { Drawn } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { PEOPLE } from '../actions/outlines.ts'
import { useClient } from '../client.ts'
import { opened } from '../opened.ts'

/** Who may brings people in from here. The workspace's colour comes with it. */
export function WorkspaceLines() {
  const { replica, session } = useClient()
  useSignalEffect(() => {
    const accent = replica.workspace.value?.accent
    if (accent === undefined) delete document.documentElement.dataset.accent
    else document.documentElement.dataset.accent = accent
  })
  const me = session.value.phase === 'signed-in' ? replica.user(session.value.id).value : null
  const decided = (name: 'invite' | 'join') => replica.policies.value.get(name)?.value ?? policyDefaults[name]
  const isAdmin = me?.role === 'owner' || me?.role === 'admin'
  const isOwners = decided('invite') === 'owners'
  const isAdmins = decided('invite') === 'admins' || decided('join') === 'added'
  const mayInvite = isOwners ? me?.role === 'owner' : isAdmin || (!isAdmins && me !== null && me.role !== 'guest')
  return (
    <>
      {mayInvite && (
        <button
          class="list-line people-entry"
          type="button"
          aria-haspopup="dialog"
          onClick={() => {
            opened.value = 'invite'
          }}
        >
          <Drawn outlines={PEOPLE} />
          {say`Invite people`}
        </button>
      )}
    </>
  )
}
