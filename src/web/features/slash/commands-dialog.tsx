import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import { slashCommands } from './slash-commands.ts'

/** Every command that can be typed. */
export function CommandsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={say`Commands`} onClose={onClose}>
      <div class="shortcuts">
        <dl>
          {slashCommands().map(({ name, takes, what }) => (
            <div key={name} class="shortcut">
              <dt>{what}</dt>
              <dd translate={false}>
                <code>/{name}</code> {takes}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
