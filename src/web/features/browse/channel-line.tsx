import { useSignal } from '@preact/signals'
import type { ChannelFacts } from '#protocol/frames.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import { isGeneral } from '../general.ts'
import { usePerform } from '../use-ask.ts'

/** One channel: a press on it opens it; it is joined and left from here, too. */
export function ChannelLine({ facts, onOpen }: { facts: ChannelFacts; onOpen: () => void }) {
  const { channel, name, topic = '', archived = false } = facts
  const { replica } = useClient()
  const perform = usePerform()
  const error = useSignal<string | null>(null)
  const was = facts.joined === true
  const joined = replica.channel(channel).value?.joined ?? was
  const members = facts.members + Number(joined) - Number(was)
  const change = async () => {
    error.value = outcomeOf(await perform({ do: joined ? 'channel.leave' : 'channel.join', channel }))
  }
  const open = (event: MouseEvent) => {
    event.preventDefault()
    onOpen()
    go(pathOf(channel))
  }
  const notes = [
    joined && say`You are in it`,
    archived && say`Archived`,
    plural(members, { one: say`${1} member`, other: say`${members} members` }),
  ]
  return (
    <li class="browse-line">
      <Icon name="hash" />
      <div class="browse-what">
        <a href={pathOf(channel)} title={name} onClick={open}>
          <bdi translate={false}>{name}</bdi>
        </a>
        <p>
          <span key={notes.join()}>{notes.filter(note => note !== false).join(' · ')}</span>
          {topic !== '' && (
            <span dir="auto" title={topic}>
              {` · ${topic}`}
            </span>
          )}
        </p>
        {error.value !== null && (
          <p role="alert" data-error="true">
            {error.value}
          </p>
        )}
      </div>
      {!archived && !isGeneral({ name, kind: 'public' }) && (
        <Button
          look={joined ? 'quiet' : 'plain'}
          aria-label={joined ? say`Leave #${name}` : say`Join #${name}`}
          onClick={() => void change()}
        >
          {joined ? say`Leave` : say`Join`}
        </Button>
      )}
    </li>
  )
}
