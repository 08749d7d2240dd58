import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { isLeftToMe } from '../policies/policy.ts'
import { isDirect } from '../title-of.ts'
import { type Audience, audienceOf, callIn } from './audience.ts'

/** Who calls so few sees whom they call. */
const FEW = 5

interface CallCheckProps {
  channel: string
  /** As it would be sent. */
  text: string
  onSend: () => void
  onClose: () => void
}

/** Says before a message calls many people how many they are. Where it does not, it is sent without a word. */
export function CallCheck({ channel, text, onSend, onClose }: CallCheckProps) {
  const client = useClient()
  const summary = client.replica.channel(channel).value
  const isHeard = summary === null || isDirect(summary) || isLeftToMe(client, 'callAll', summary)
  const found = useSignal<(Audience & { isHere: boolean }) | null>(null)
  useEffect(() => {
    let isWanted = true
    const look = async () => {
      const call = await callIn(text)
      const audience = call === null ? null : await audienceOf(client, channel)
      if (!isWanted) return
      if (audience === null || (audience.members <= FEW && (isHeard || call === 'here'))) onSend()
      else found.value = { ...audience, isHere: call === 'here' }
    }
    void look()
    return () => {
      isWanted = false
    }
  }, [client, channel, text])
  const audience = found.value
  if (audience === null) return null
  const { members, zones, isHere } = audience
  if (!isHere && !isHeard) return <InVain onSend={onSend} onClose={onClose} />
  return (
    <Dialog title={isHere ? say`Call who is online` : say`Call ${members} people`} onClose={onClose}>
      <p>{isHere ? hereWords(members, zones) : allWords(members, zones)}</p>
      <footer class="dialog-foot">
        <Button onClick={onClose}>{say`Back to the message`}</Button>
        <Button look="main" autofocus onClick={onSend}>
          {isHere ? say`Call who is online` : say`Call ${members} people`}
        </Button>
      </footer>
    </Dialog>
  )
}

/** Calling everybody is left to others here: the message is sent as it is, and calls nobody. */
function InVain({ onSend, onClose }: Pick<CallCheckProps, 'onSend' | 'onClose'>) {
  return (
    <Dialog title={say`Nobody will be called`} onClose={onClose}>
      <p>{say`To call everybody here is left to admins. The message can be sent as it is, without a call.`}</p>
      <footer class="dialog-foot">
        <Button onClick={onClose}>{say`Back to the message`}</Button>
        <Button look="main" autofocus onClick={onSend}>
          {say`Send without a call`}
        </Button>
      </footer>
    </Dialog>
  )
}

const allWords = (members: number, zones: number | null): string =>
  zones === null || zones < 2
    ? say`You are about to call ${members} people.`
    : plural(zones, {
        one: say`You are about to call ${members} people.`,
        other: say`You are about to call ${members} people in ${zones} time zones.`,
      })

const hereWords = (members: number, zones: number | null): string =>
  zones === null || zones < 2
    ? say`You are about to call those of ${members} people who are online.`
    : say`You are about to call those of ${members} people in ${zones} time zones who are online.`
