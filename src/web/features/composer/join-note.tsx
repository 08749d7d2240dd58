import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { usePerform } from '../use-ask.ts'
import { focusToWrite } from './focus.ts'

/** Above the field of a channel that one only looks at: what writing does, and how to join without a word. */
export function JoinNote({ channel, title }: { channel: string; title: string }) {
  const perform = usePerform()
  const join = () => {
    // It shows at once, so that this note goes with its button: a refusal is told by the status line.
    void perform({ do: 'channel.join', channel })
    focusToWrite()
  }
  return (
    <>
      <span>{say`You are not in ${<bdi>{title}</bdi>}. Writing joins you.`}</span>
      <Button look="quiet" onClick={join}>
        <span>{say`Join ${<bdi>{title}</bdi>}`}</span>
      </Button>
    </>
  )
}
