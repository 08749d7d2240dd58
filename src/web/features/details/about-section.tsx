import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Made } from '../timeline/origin.tsx'
import { usePerform } from '../use-ask.ts'
import { useQuestion } from '../use-question.ts'
import { EditedInPlace } from './edited-in-place.tsx'
import { outcomeOf } from './outcome.ts'

/** What a channel is about, since when, and by whom. */
export function AboutSection({ summary }: { summary: ChannelSummary }) {
  const perform = usePerform()
  const { topic, purpose } = useAbout(summary)
  const mayEdit = summary.joined && !summary.archived
  const describe = (part: { topic?: string; purpose?: string }) =>
    perform({ do: 'channel.describe', channel: summary.id, ...part }).then(outcomeOf)
  return (
    <>
      <EditedInPlace
        label={say`Topic`}
        edit={say`Edit topic`}
        value={topic}
        nothing={say`Nobody has said what it is about now.`}
        mayEdit={mayEdit}
        onSave={text => describe({ topic: text })}
      />
      <EditedInPlace
        label={say`Purpose`}
        edit={say`Edit purpose`}
        value={purpose}
        nothing={say`Nobody has said what it is for.`}
        mayEdit={mayEdit}
        onSave={text => describe({ purpose: text })}
      />
      <section class="detail">
        <h3>{say`Made`}</h3>
        <Made summary={summary} />
      </section>
      {summary.archived && <p class="detail-note">{say`This channel is archived. It can be read, and no more.`}</p>}
    </>
  )
}

/** What the rows do not tell yet is asked for: of one's own channels by its id, of others as browsing finds them. */
const useAbout = ({
  id,
  name,
  topic,
  purpose,
  joined,
  archived,
}: ChannelSummary): { topic: string; purpose: string } => {
  const ask = useQuestion()
  const told = useSignal({ topic: '', purpose: '' })
  const isKnown = purpose !== null
  const { value: connection } = useClient().connection
  const isLive = connection.phase === 'live'
  useEffect(() => {
    if (isKnown || !isLive) return
    const look = async () => {
      if (joined && !archived) {
        // Nothing is said about it, so nothing is changed; the answer is what there is.
        const answer = await ask('channel.describe', { channel: id })
        if ('ok' in answer) told.value = answer.ok
        return
      }
      const answer = await ask('channels', { query: name, archived })
      const found = 'ok' in answer ? answer.ok.channels.find(({ channel }) => channel === id) : undefined
      if (found !== undefined) told.value = { topic: found.topic ?? '', purpose: found.purpose ?? '' }
    }
    void look()
  }, [id, isKnown, isLive])
  return { topic: topic || (isKnown ? '' : told.value.topic), purpose: purpose ?? told.value.purpose }
}
