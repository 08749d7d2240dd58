import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import type { Said } from '../timeline/said.ts'
import type { MessageTools } from './message-tools.ts'

/** Asks before a message is deleted. An undo would keep a text that must not be read for another eight seconds. */
export function DeleteDialog({ said, tools }: { said: Said; tools: MessageTools }) {
  return (
    <Dialog title={say`Delete message`} onClose={() => tools.close()}>
      <blockquote class="dialog-quote" dir="auto">
        {tools.withNames(said.text)}
      </blockquote>
      <p>{say`It goes for everybody, at once and for good.`}</p>
      {said.author !== tools.me && <p>{say`A line in the channel will tell that you did this.`}</p>}
      <footer class="dialog-foot">
        <Button onClick={() => tools.close()}>{say`Cancel`}</Button>
        <Button look="danger" autofocus onClick={() => tools.remove(said)}>
          {say`Delete`}
        </Button>
      </footer>
    </Dialog>
  )
}
