import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { outcomeOf } from '../details/outcome.ts'
import { isGeneral } from '../general.ts'
import { Chapter } from '../preferences/chapter.tsx'
import { useQuestion } from '../use-question.ts'

/** In which channels whoever is new gets a seat. They are chosen in the details of each. */
export function NewcomerChannels() {
  const { replica } = useClient()
  const ask = useQuestion()
  const error = useSignal<string | null>(null)
  const channels = replica.channels.value.filter(channel => channel.newcomers || isGeneral(channel))
  const remove = async (channel: string) => {
    error.value = outcomeOf(await ask('channel.newcomers', { channel, newcomers: false }))
  }
  return (
    <Chapter title={say`Channels for newcomers`}>
      <p class="detail-note">
        {say`Whoever is new is in these from the beginning. Others are added in their channel details, under Settings.`}
      </p>
      <ul class="settings-list">
        {channels.map(channel => (
          <li key={channel.id}>
            <bdi translate={false}>#{channel.name}</bdi>
            {!isGeneral(channel) && (
              <Button
                look="quiet"
                aria-label={say`Remove ${`#${channel.name}`} from the channels for newcomers`}
                onClick={() => void remove(channel.id)}
              >
                {say`Remove`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {error.value !== null && (
        <p class="field-note" role="alert" data-error="true">
          {error.value}
        </p>
      )}
    </Chapter>
  )
}
