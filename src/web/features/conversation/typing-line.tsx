import { useClient } from '../client.ts'

/** Who is writing here right now. It always has its line, so that nothing moves when somebody begins. */
export function TypingLine({ channel }: { channel: string }) {
  const { replica } = useClient()
  const names = replica.typing(channel).value.map(id => replica.user(id).value?.name ?? 'Somebody')
  const [first, second] = names
  if (names.length > 2)
    return (
      <p class="typing" key="several">
        Several people are typing
      </p>
    )
  const are = second === undefined ? ' is typing' : ' are typing'
  return (
    <p class="typing" key={names.join()} title={first && names.join(' and ') + are}>
      {first !== undefined && <bdi>{first}</bdi>}
      {second !== undefined && (
        <>
          {' and '}
          <bdi>{second}</bdi>
        </>
      )}
      {first !== undefined && are}
    </p>
  )
}
