import { go, openList } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useClient } from '../client.ts'
import { generalIn } from '../general.ts'
import { StatusLine } from '../status/status-line.tsx'
import { useTitle } from '../title.ts'

/** An address that leads nowhere: what is the matter, and the way on. */
export function NotFound({ name }: { name?: string }) {
  const general = generalIn(useClient().replica.channels.value)
  useTitle('Not found')
  return (
    <>
      <header class="conversation-head">
        <IconButton icon="back" label="Channels" class="to-list" onClick={openList} />
        <h1>Not found</h1>
      </header>
      <div class="not-found">
        <p class="not-found-title">{name === undefined ? 'There is nothing here.' : <NoSuchChannel name={name} />}</p>
        <p>The address may have a mistake, or the channel is gone.</p>
        {general !== undefined && (
          <Button look="main" onClick={() => go(pathOf(general.id))}>
            Go to #general
          </Button>
        )}
      </div>
      <StatusLine />
    </>
  )
}

function NoSuchChannel({ name }: { name: string }) {
  return (
    <>
      There is no channel <bdi>#{name}</bdi>.
    </>
  )
}
