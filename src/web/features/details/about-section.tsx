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
import { useStanding } from './use-standing.ts'

/** What a channel is about, since when, and by whom. */
export function AboutSection({ summary }: { summary: ChannelSummary }) {
  const perform = usePerform()
  const purpose = usePurpose(summary)
  const mayEdit = useStanding(summary).describes && !summary.archived
  const describe = (part: { topic?: string; purpose?: string }) =>
    perform({ do: 'channel.describe', channel: summary.id, ...part }).then(outcomeOf)
  return (
    <>
      <EditedInPlace
        label={say`Topic`}
        edit={say`Edit topic`}
        value={summary.topic}
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

/** A place tells no purpose; the channel's own row does, and comes with its newest page. */
const usePurpose = ({ id, purpose }: ChannelSummary): string => {
  const ask = useQuestion()
  const told = useSignal('')
  const isKnown = purpose !== null
  const isLive = useClient().connection.value.phase === 'live'
  useEffect(() => {
    if (isKnown || !isLive) return
    const look = async () => {
      const answer = await ask('history', { channel: id, limit: 1 })
      if ('ok' in answer) told.value = answer.ok.about?.purpose ?? ''
    }
    void look()
  }, [id, isKnown, isLive])
  return purpose ?? told.value
}
