import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'

/** Who is writing here right now. It always has its line, so that nothing moves when somebody begins. */
export function TypingLine({ channel }: { channel: string }) {
  const { replica } = useClient()
  const names = replica.typing(channel).value.map(id => replica.user(id).value?.name ?? say`Somebody`)
  const [first, second] = names
  if (names.length > 2)
    return (
      <p class="typing" key="several">
        {say`Several people are typing`}
      </p>
    )
  if (first === undefined) return <p class="typing" />
  if (second === undefined)
    return (
      <p class="typing" key={first} title={say`${first} is typing`}>
        {say`${<bdi>{first}</bdi>} is typing`}
      </p>
    )
  return (
    <p class="typing" key={`${first},${second}`} title={say`${first} and ${second} are typing`}>
      {say`${<bdi>{first}</bdi>} and ${<bdi>{second}</bdi>} are typing`}
    </p>
  )
}
