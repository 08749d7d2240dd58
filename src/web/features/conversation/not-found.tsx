import { go, openList } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { generalIn } from '../general.ts'
import { StatusLine } from '../status/status-line.tsx'
import { useTitle } from '../title.ts'

/** An address that leads nowhere: what is the matter, and the way on. */
export function NotFound({ name }: { name?: string }) {
  const general = generalIn(useClient().replica.channels.value)
  useTitle(say`Not found`)
  return (
    <>
      <header class="conversation-head">
        <IconButton icon="back" label={say`Channels`} class="to-list" onClick={openList} />
        <h1>{say`Not found`}</h1>
      </header>
      <div class="not-found">
        <p class="not-found-title">
          {name === undefined ? say`There is nothing here.` : <NoSuchChannel name={name} />}
        </p>
        <p>{say`The address may have a mistake, or the channel is gone.`}</p>
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

function NoSuchChannel({ name }: { name: string }) {
  return <>{say`There is no channel ${<bdi>#{name}</bdi>}.`}</>
}
