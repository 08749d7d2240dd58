import { useSignal } from '@preact/signals'
import { channelNameFault } from '#domain/name-faults.ts'
import { normalizeChannelName } from '#domain/names.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type Sent, useOneField } from '../../ui/one-field.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { isLeftToMe } from '../policies/policy.ts'
import { sameName } from '../same-name.ts'
import { usePerform } from '../use-ask.ts'

/** Creates a channel, at first of this name, and goes there. A clash is told beside the field, and what was typed stays. */
export function CreateChannelDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const perform = usePerform()
  const client = useClient()
  const may = { public: isLeftToMe(client, 'createPublic'), private: isLeftToMe(client, 'createPrivate') }
  const isPrivate = useSignal(!may.public)
  const create = async (typed: string): Promise<Sent> => {
    const fault = channelNameFault(normalizeChannelName(typed))
    if (fault !== null) return refusedWords(fault)
    const performed = await perform({
      do: 'channel.create',
      name: typed,
      ...(isPrivate.peek() && { private: true }),
    })
    if (performed === null) return onClose
    if ('refused' in performed) return refusedWords(performed.refused)
    return () => {
      onClose()
      go(pathOf(String(performed.ok.channel)))
    }
  }
  const { typed, form, field } = useOneField(name, create)
  const wanted = normalizeChannelName(typed)
  // Nothing to create where there is one already: to go there is the way on.
  const { channels } = client.replica
  const taken = sameName(
    channels.value.filter(({ kind }) => (kind === 'private') === isPrivate.value),
    wanted,
  )
  return (
    <Dialog title={say`Create channel`} onClose={onClose}>
      <form {...form}>
        <Field
          label={say`Channel name`}
          {...field}
          hint={<Outlook name={wanted} taken={taken?.name} isPrivate={isPrivate.value} />}
          remedy={taken && <Open channel={taken} onOpen={onClose} />}
        />
        {may.public && may.private && (
          <Checkbox
            label={say`Private`}
            hint={say`Only people who are added can find it.`}
            isChecked={isPrivate.value}
            onChange={isChecked => {
              isPrivate.value = isChecked
            }}
          />
        )}
        {!may.public && <p class="detail-note">{say`It will be private: only admins make public channels.`}</p>}
        <footer class="dialog-foot">
          <Button look={taken ? 'plain' : 'main'} type="submit">
            {say`Create`}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** What will come of what was typed so far: nothing is promised that is refused afterwards. */
function Outlook({ name, taken, isPrivate }: { name: string; taken: string | undefined; isPrivate: boolean }) {
  if (name === '') return isPrivate ? '' : say`Everybody can find and join it.`
  const fault = channelNameFault(name)
  if (fault !== null) return refusedWords(fault)
  if (taken !== undefined) {
    return <span key={taken}>{say`There is already a channel ${<bdi>#{taken}</bdi>}.`}</span>
  }
  return <span key={name}>{say`It will be called ${<bdi class="preview">#{name}</bdi>}`}</span>
}

function Open({ channel: { id, name }, onOpen }: { channel: ChannelSummary; onOpen: () => void }) {
  const open = () => {
    onOpen()
    go(pathOf(id))
    // Where it is shown already, too.
    afterPaint(focusToWrite)
  }
  return (
    <Button look="quiet" onClick={open}>
      <span key={name}>{say`Open ${<bdi>#{name}</bdi>}`}</span>
    </Button>
  )
}
