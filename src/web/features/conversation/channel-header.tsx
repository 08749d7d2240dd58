import type { ComponentChildren } from 'preact'
import { openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useTitle } from '../title.ts'

/** Where I am, in the tab's title too; empty while the name is not known. `children` is what can be done with it as a whole. */
export function ChannelHeader({ name, children }: { name: string; children?: ComponentChildren }) {
  useTitle(name === '' ? null : `#${name}`)
  return (
    <header class="conversation-head">
      <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
      <h1 title={name || undefined}>
        <Icon name="hash" size={20} />
        {name === '' ? <span class="unseen">{say`Channel`}</span> : <bdi translate={false}>{name}</bdi>}
      </h1>
      {children}
    </header>
  )
}
