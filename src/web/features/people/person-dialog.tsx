import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { alsoShown } from '../timeline/people-shown.ts'
import { useWaitingNote } from '../use-question.ts'
import { GroupsOf } from '../user-groups/groups-of.tsx'
import { useOpenDirect } from './open-direct.ts'
import { PersonFacts } from './person-facts.tsx'

/** Who somebody is, and the way to write to them. */
export function PersonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { replica } = useClient()
  const user = replica.user(id).value
  const isOnline = replica.online(id).value
  const name = user?.name ?? '…'
  const error = useSignal<string | null>(null)
  const isBusy = useSignal(false)
  const isDrawn = useIsDrawn()
  const open = useOpenDirect()
  const waiting = useWaitingNote(isBusy.value)
  useEffect(() => {
    alsoShown.value = [id]
    return () => (alsoShown.value = [])
  }, [id])
  const write = async () => {
    isBusy.value = true
    const refused = await open([id])
    isBusy.value = false
    if (!isDrawn()) return
    error.value = refused
    if (refused === null) onClose()
  }
  return (
    <Dialog title={say`Profile of ${name}`} onClose={onClose}>
      <div class="person">
        <Face id={id} name={name} size={72} bot={user?.kind === 'bot'} />
        <div>
          <p class="person-name">
            <bdi translate={false}>{name}</bdi>
          </p>
          <PersonFacts user={user} />
          <GroupsOf user={id} />
          <p class="person-note">{user?.kind === 'bot' ? say`A program` : isOnline ? say`Online` : say`Not online`}</p>
        </div>
      </div>
      {user?.kind !== 'bot' && (
        <footer class="dialog-foot" aria-busy={isBusy.value}>
          <p class="dialog-note" role="status" data-error={error.value !== null}>
            {error.value ?? waiting}
          </p>
          <Button look="main" onClick={() => void write()}>
            {say`Message`}
          </Button>
        </footer>
      )}
    </Dialog>
  )
}
