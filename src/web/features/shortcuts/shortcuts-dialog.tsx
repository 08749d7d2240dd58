import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../words/say.ts'
import { nameHere } from './keys.ts'
import { shortcuts } from './shortcuts.ts'

/** Every key that does something. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={say`Keyboard shortcuts`} onClose={onClose}>
      <div class="shortcuts">
        {shortcuts().map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, what }) => (
                <div key={what} class="shortcut">
                  <dt>{what}</dt>
                  <dd>
                    {keys.map(one => (
                      <kbd key={one}>{nameHere(one)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
