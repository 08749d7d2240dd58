import { Dialog } from '../../ui/dialog.tsx'
import { NameForm } from '../../ui/name-form.tsx'
import type { Sent } from '../../ui/one-field.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import { usePerform } from '../use-ask.ts'

interface GroupDialogProps {
  channel: string
  onClose: () => void
}

/** What a group is called in place of its people. */
export function NameGroupDialog({ channel, onClose }: GroupDialogProps) {
  const perform = usePerform()
  const summary = useClient().replica.channel(channel).peek()
  const send = async (name: string): Promise<Sent> =>
    outcomeOf(await perform({ do: 'channel.rename', channel, name })) ?? onClose
  return (
    <Dialog title={say`Name this conversation`} onClose={onClose}>
      <NameForm
        before={summary?.name ?? ''}
        label={say`Conversation name`}
        hint={say`Without a name it is called by its people.`}
        button={say`Save`}
        send={send}
      />
    </Dialog>
  )
}

/** A group becomes a private channel: it keeps what was said, and more people can be added. */
export function MakeChannelDialog({ channel, onClose }: GroupDialogProps) {
  const perform = usePerform()
  const send = async (name: string): Promise<Sent> =>
    outcomeOf(await perform({ do: 'channel.convert', channel, kind: 'private', name })) ?? onClose
  return (
    <Dialog title={say`Make it a private channel`} onClose={onClose}>
      <NameForm
        before=""
        label={say`Channel name`}
        hint={say`Everything that was said stays, and whoever is added can read it.`}
        button={say`Make channel`}
        send={send}
      />
    </Dialog>
  )
}
