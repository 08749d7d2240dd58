import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Reaction } from '../../sync/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import type { MessageTools } from '../actions/message-tools.ts'
import { useClient } from '../client.ts'
import type { Said } from '../timeline/said.ts'
import { useQuestion } from '../use-question.ts'
import { useSigns } from './signs.ts'

/** Everybody who reacted to a message, emoji by emoji. */
export function ReactorsDialog({ said, tools }: { said: Said; tools: MessageTools }) {
  const seq = said.seq ?? 0
  const chips = useClient().replica.reactions(tools.channel, seq).value
  const signs = useSigns(chips.map(({ name }) => name))
  return (
    <Dialog title={say`Reactions`} onClose={() => tools.close()}>
      {chips.length === 0 && <p class="dialog-note">{say`Nobody reacts any more.`}</p>}
      <ul class="reactors">
        {chips.map(chip => (
          <Reactors key={chip.name} chip={chip} channel={tools.channel} seq={seq} {...signs(chip.name)} />
        ))}
      </ul>
    </Dialog>
  )
}

interface ReactorsProps {
  chip: Reaction
  channel: string
  seq: number
  sign: string | null
  label: string
}

function Reactors({ chip, channel, seq, sign, label }: ReactorsProps) {
  const { replica } = useClient()
  const people = usePeople(chip, channel, seq)
  return (
    <li>
      <span class="reactors-sign" role="img" aria-label={label}>
        {sign ?? `:${chip.name}:`}
      </span>
      <span>
        {people.map((id, at) => (
          <bdi key={id}>
            {at > 0 && ', '}
            {replica.user(id).value?.name ?? '…'}
          </bdi>
        ))}
        {people.length < chip.count && <> {say`and ${chip.count - people.length} more`}</>}
      </span>
    </li>
  )
}

/** The first five are known; the others are asked for. */
const usePeople = ({ name, count, people }: Reaction, channel: string, seq: number): readonly string[] => {
  const ask = useQuestion()
  const all = useSignal<readonly string[] | null>(null)
  useEffect(() => {
    if (count <= people.length) return
    void ask('reactors', { channel, seq, name }).then(answer => {
      if ('ok' in answer) all.value = answer.ok.users
    })
  }, [count])
  return count <= people.length ? people : (all.value ?? people)
}
