import { go, openList } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { generalIn } from '../general.ts'
import { StatusLine } from '../status/status-line.tsx'
import { useTitle } from '../title.ts'
import { titleOf } from '../title-of.ts'
import { NotSentHere } from './taken-away.tsx'

/** An address that leads nowhere: what is the matter, and the way on. */
export function NotFound({ name, channel }: { name?: string; channel?: string }) {
  const client = useClient()
  const general = generalIn(client.replica.channels.value)
  const was = channel === undefined ? null : client.replica.channel(channel).value
  useTitle(say`Not found`)
  return (
    <>
      <header class="conversation-head">
        <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
        <h1>{say`Not found`}</h1>
      </header>
      <div class="not-found">
        <p class="not-found-title">
          {was !== null && <NotInAnyMore title={titleOf(client, was).full} />}
          {was === null && (name === undefined ? say`There is nothing here.` : <NoSuchChannel name={name} />)}
        </p>
        <p>
          {was !== null
            ? say`Its messages are no longer on this device.`
            : say`The address may have a mistake, or the channel is gone.`}
        </p>
        {channel !== undefined && <NotSentHere channel={channel} />}
        {general !== undefined && (
          <Button look="main" onClick={() => go(pathOf(general.id))}>
            {say`Go to #${general.name}`}
          </Button>
        )}
      </div>
      <StatusLine />
    </>
  )
}

function NotInAnyMore({ title }: { title: string }) {
  return <>{say`You are not in ${<bdi>{title}</bdi>} any more.`}</>
}

function NoSuchChannel({ name }: { name: string }) {
  return <>{say`There is no channel ${<bdi>#{name}</bdi>}.`}</>
}
