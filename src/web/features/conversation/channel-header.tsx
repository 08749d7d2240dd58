import type { ComponentChildren } from 'preact'
import { openList } from '../../navigation.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useTitle } from '../title.ts'
import type { Title } from '../title-of.ts'

interface ChannelHeaderProps {
  /** Null while the name is not known. */
  title: Title | null
  icon?: IconName
  topic?: string | undefined
  /** What can be done with it as a whole. */
  children?: ComponentChildren
}

/** Where I am, in the tab's title too. */
export function ChannelHeader({ title, icon, topic, children }: ChannelHeaderProps) {
  useTitle(title?.full ?? null)
  return (
    <header class="conversation-head">
      <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
      <h1 title={title?.name}>
        {icon && <Icon name={icon} size={20} />}
        {title === null ? <span class="unseen">{say`Channel`}</span> : <bdi translate={false}>{title.name}</bdi>}
      </h1>
      {topic && (
        <p class="topic" title={topic} dir="auto">
          {topic}
        </p>
      )}
      {children}
    </header>
  )
}
