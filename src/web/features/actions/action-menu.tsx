import { Menu } from '../../ui/menu.tsx'
import { say } from '../../words/say.ts'
import { nameHere, nameOfKey } from '../shortcuts/keys.ts'
import type { Said } from '../timeline/said.ts'
import type { Anchor } from './at-hand.ts'
import type { MessageTools } from './message-tools.ts'

/** Everything that can be done with a message, as a menu at its bar or at the pointer. */
export function ActionMenu({ said, anchor, tools }: { said: Said; anchor: Anchor; tools: MessageTools }) {
  const entries = tools.actions(said).map(action => ({
    label: action.label,
    icon: action.icon,
    hint: action.key === undefined ? undefined : nameHere(nameOfKey(action.key)),
    isDangerous: action.isDangerous,
    run: () => {
      tools.close()
      action.run(tools, said)
    },
  }))
  return <Menu label={say`More actions`} anchor={anchor} entries={entries} onClose={() => tools.close()} />
}
