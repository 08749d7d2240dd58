import type { Parked } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { nameOf, type Said } from '../timeline/said.ts'
import type { MessageTools } from './message-tools.ts'
import { putIntoField } from './put-into-field.ts'

type ParkedEdit = Parked & { act: Extract<Parked['act'], { do: 'message.edit' }> }

const isEdit = (parked: Parked): parked is ParkedEdit => parked.act.do === 'message.edit'

/** Under a message: an edit of it that the server refused, with what was typed and the ways on. */
export function FailedEdit({ said, tools }: { said: Said; tools: MessageTools }) {
  const { outbox } = useClient()
  const { channel } = tools
  const failed = outbox.parked.value
    .filter(isEdit)
    .find(({ act }) => act.channel === channel && act.message === nameOf(said))
  if (failed === undefined) return null
  return (
    <div class="message-failed">
      <p>
        <Icon name="alert" />
        {say`Your edit was not saved.`} {refusedWords(failed.refusal)}
      </p>
      <Button
        look="quiet"
        onClick={() => {
          outbox.discard(failed.clientId)
          tools.edit(said, failed.act.text)
        }}
      >
        {say`Edit again`}
      </Button>
      <Button look="quiet" onClick={() => outbox.discard(failed.clientId)}>
        {say`Discard`}
      </Button>
    </div>
  )
}

/** Above the message field: what somebody wrote into a message that was deleted meanwhile, and the way to keep it. */
export function LostEdits({ tools }: { tools: MessageTools }) {
  const { outbox, replica } = useClient()
  const { channel } = tools
  const isDeleted = (seq: unknown) => typeof seq === 'number' && replica.message(channel, seq).value?.deleted === true
  const refused = outbox.parked.value
    .filter(isEdit)
    .filter(({ act }) => act.channel === channel && isDeleted(act.message))
    .map(({ clientId, act }) => ({ text: tools.withNames(act.text), forget: () => outbox.discard(clientId) }))
  const open = tools.editing.value
  const typed = open !== null && isDeleted(open.seq) ? tools.typedIn(open.key) : null
  const forgetTyped = () => {
    if (open !== null) tools.keepTyped(open.key, null)
    tools.editing.value = null
  }
  const lost = typed === null ? refused : [...refused, { text: typed, forget: forgetTyped }]
  return (
    <>
      {lost.map(({ text, forget }) => (
        <div class="lost-edit" key={text}>
          <p>
            <Icon name="alert" />
            {say`The message that you were editing was deleted.`}
          </p>
          <Button
            look="quiet"
            onClick={() => {
              forget()
              putIntoField(text)
            }}
          >
            {say`Put what you wrote into the message field`}
          </Button>
          <Button look="quiet" onClick={forget}>
            {say`Discard`}
          </Button>
        </div>
      ))}
    </>
  )
}
