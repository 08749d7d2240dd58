import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { locale, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { HandLink } from './hand-link.tsx'
import { useMyRole } from './settings-page.tsx'
import type { Role, Told } from './use-accounts.ts'

interface LineProps {
  person: Told
  onRole: (role: Role) => void
  onDeactivate: (ban: boolean) => void
  onReactivate: () => void
}

/** Somebody, when they were here last, and what may be done to them. */
export function PersonLine({ person: { user, seen, created }, onRole, onDeactivate, onReactivate }: LineProps) {
  const { session } = useClient()
  const mine = useMyRole()
  const isMe = session.value.phase === 'signed-in' && session.value.id === user.id
  const role = user.role ?? 'member'
  const mayChange = !isMe && (mine === 'owner' || role === 'member' || role === 'guest')
  return (
    <li data-gone={user.deactivated || undefined}>
      <Face id={user.id} name={user.name} size={36} />
      <div>
        <p class="preference-label">
          <bdi translate={false}>{user.name}</bdi>
        </p>
        <p>{user.deactivated ? say`Deactivated` : say`Last here ${day(seen ?? created)}`}</p>
      </div>
      {mine === 'owner' && !isMe && !user.deactivated ? (
        <select
          class="search-field"
          aria-label={say`Role of ${user.name}`}
          value={role}
          onChange={event => onRole(event.currentTarget.value as Role)}
        >
          <option value="owner">{say`Owner`}</option>
          <option value="admin">{say`Admin`}</option>
          <option value="member">{say`Member`}</option>
          <option value="guest">{say`Guest`}</option>
        </select>
      ) : (
        <span class="settings-role">{roleWords(role)}</span>
      )}
      {mayChange && user.deactivated && (
        <Button aria-label={say`Reactivate ${user.name}`} onClick={onReactivate}>{say`Reactivate`}</Button>
      )}
      {mayChange && !user.deactivated && <Acts user={user} onDeactivate={onDeactivate} />}
    </li>
  )
}

/** What may be done to somebody who is here: each is asked for, and then done. */
function Acts({ user: { id, name }, onDeactivate }: { user: Told['user']; onDeactivate: LineProps['onDeactivate'] }) {
  const opened = useSignal<'link' | 'deactivate' | null>(null)
  const toggle = (what: 'link' | 'deactivate') => () => {
    opened.value = opened.peek() === what ? null : what
  }
  return (
    <>
      <Button
        aria-label={say`Link to sign in for ${name}`}
        aria-expanded={opened.value === 'link'}
        onClick={toggle('link')}
      >
        {say`Link to sign in`}
      </Button>
      <Button
        aria-label={say`Deactivate ${name}`}
        aria-expanded={opened.value === 'deactivate'}
        onClick={toggle('deactivate')}
      >
        {say`Deactivate`}
      </Button>
      {opened.value === 'link' && <HandLink user={id} name={name} />}
      {opened.value === 'deactivate' && (
        <fieldset class="settings-ask" aria-label={say`Deactivate ${name}`}>
          <p>{say`They are signed out everywhere at once. What they said stays, under their name.`}</p>
          <Button look="danger" onClick={() => onDeactivate(false)}>{say`Deactivate now`}</Button>
          <Button onClick={() => onDeactivate(true)}>{say`Also ban their network`}</Button>
          <Button look="quiet" onClick={() => (opened.value = null)}>{say`Cancel`}</Button>
        </fieldset>
      )}
    </>
  )
}

const roleWords = (role: string): string => {
  const names: Record<string, string> = { owner: say`Owner`, admin: say`Admin`, guest: say`Guest` }
  return names[role] ?? say`Member`
}

const day = (at: number): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at)
