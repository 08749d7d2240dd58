import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { list, plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import { absentees } from '../timeline/absentees.ts'
import type { Said } from '../timeline/said.ts'
import { titleOf } from '../title-of.ts'
import { useQuestion } from '../use-question.ts'

/** Under one's own message, for nobody else: who of those whom it names will not hear of it, and a way to change that. */
export function AbsentLine({ said, channel }: { said: Said; channel: string }) {
  const client = useClient()
  const ask = useQuestion()
  const fault = useSignal<string | null>(null)
  const absent = absentees.value.get(said.key) ?? []
  const summary = client.replica.channel(channel).value
  if (absent.length === 0 || summary === null) return null
  const { full } = titleOf(client, summary)
  const names = list(absent.map(id => client.replica.user(id).value?.name ?? '…'))
  const add = async () => {
    // With the message they are told of it, as if they had been here.
    const named = said.seq === null ? {} : { seq: said.seq }
    const answer = await ask('channel.invite', { channel, users: [...absent], ...named })
    if ('refused' in answer) fault.value = refusedWords(answer.refused)
    else {
      const others = new Map(absentees.peek())
      others.delete(said.key)
      absentees.value = others
      announce(say`${names} can read it now.`)
    }
  }
  return (
    <p class="message-absent">
      <span>
        {plural(absent.length, {
          one: say`${names} is not in ${full}.`,
          other: say`${names} are not in ${full}.`,
        })}
      </span>
      {fault.value === null ? (
        <Button look="quiet" onClick={() => void add()}>
          {say`Add`}
        </Button>
      ) : (
        <span role="alert">{fault.value}</span>
      )}
    </p>
  )
}
