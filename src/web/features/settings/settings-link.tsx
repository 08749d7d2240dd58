import { useSignalEffect } from '@preact/signals'
import { isAdmin } from '#domain/policy.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { mayCreate } from '../policies/may-create.ts'
import { isLeftToMe, roleOf } from '../policies/policy.ts'

/** A cog, by Lucide (ISC). */
const COG = [
  'M12.22 2h-.44a2 2 0 0 0-2 2v.18a2 2 0 0 1-1 1.73l-.43.25a2 2 0 0 1-2 0l-.15-.08a2 2 0 0 0-2.73.73l-.22.38a2 2 0 0 0 .73 2.73l.15.1a2 2 0 0 1 1 1.72v.51a2 2 0 0 1-1 1.74l-.15.09a2 2 0 0 0-.73 2.73l.22.38a2 2 0 0 0 2.73.73l.15-.08a2 2 0 0 1 2 0l.43.25a2 2 0 0 1 1 1.73V20a2 2 0 0 0 2 2h.44a2 2 0 0 0 2-2v-.18a2 2 0 0 1 1-1.73l.43-.25a2 2 0 0 1 2 0l.15.08a2 2 0 0 0 2.73-.73l.22-.39a2 2 0 0 0-.73-2.73l-.15-.08a2 2 0 0 1-1-1.74v-.5a2 2 0 0 1 1-1.74l.15-.09a2 2 0 0 0 .73-2.73l-.22-.38a2 2 0 0 0-2.73-.73l-.15.08a2 2 0 0 1-2 0l-.43-.25a2 2 0 0 1-1-1.73V4a2 2 0 0 0-2-2z',
  'M15 12a3 3 0 1 1-6 0a3 3 0 0 1 6 0',
]

/** The way to what admins decide, for them alone. It comes after the first drawing, and tells the list what may be made. */
export function SettingsLink() {
  const client = useClient()
  useSignalEffect(() => {
    mayCreate.value = isLeftToMe(client, 'createPublic') || isLeftToMe(client, 'createPrivate')
  })
  if (!isAdmin(roleOf(client))) return null
  return (
    <a
      class="icon-button settings-link"
      href="/settings"
      aria-label={say`Workspace settings`}
      title={say`Workspace settings`}
    >
      <Icon name={COG} size={20} />
    </a>
  )
}
