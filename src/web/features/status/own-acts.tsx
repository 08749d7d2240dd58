import type { Act, Parked, Waiting } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useShownChannel } from '../actions/at-hand.ts'
import { useClient } from '../client.ts'
import { titleOf } from '../title-of.ts'

/** What one did that is nowhere to be seen: it could not be sent yet, or the server would not have it, so that it was undone. */
export function OwnActs() {
  const { outbox, connection } = useClient()
  const isLive = connection.value.phase === 'live'
  const shown = useShownChannel()
  return (
    <>
      {!isLive &&
        outbox.waiting.value.flatMap(one =>
          one.act.do === 'channel.create' ? <Later key={one.clientId} one={one} /> : [],
        )}
      {/* An edit is told under its message, where that is shown. */}
      {outbox.parked.value
        .filter(({ act }) => act.do !== 'message.edit' || act.channel !== shown)
        .map(one => (
          <Undone key={one.clientId} one={one} />
        ))}
    </>
  )
}

function Later({ one: { clientId, act } }: { one: Waiting }) {
  const { outbox } = useClient()
  return (
    <p class="status-line" data-calm>
      <span>{say`The channel ${<bdi>{typedIn(act)}</bdi>} will be created when the connection is back.`}</span>
      <Button look="quiet" onClick={() => outbox.discard(clientId)}>
        {say`Discard`}
      </Button>
    </p>
  )
}

function Undone({ one: { clientId, act, refusal } }: { one: Parked }) {
  const client = useClient()
  const { outbox, replica } = client
  const summary = 'channel' in act ? replica.channel(act.channel).value : null
  const title = summary === null ? null : titleOf(client, summary).full
  const typed = typedIn(act)
  return (
    <p class="status-line">
      <Icon name="alert" />
      <span>
        {undone(act, title)} {refusedWords(refusal)}
        {typed !== null && <> {say`You typed: ${<bdi class="status-typed">{typed}</bdi>}`}</>}
      </span>
      <Button look="quiet" onClick={() => outbox.retry(clientId)}>
        {say`Retry`}
      </Button>
      <Button look="quiet" onClick={() => outbox.discard(clientId)}>
        {say`Discard`}
      </Button>
    </p>
  )
}

const typedIn = (act: Act): string | null => {
  if ('text' in act) return act.text
  if (act.do === 'channel.describe') return act.topic ?? act.purpose ?? null
  if (act.do === 'profile.edit') return act.handle ?? act.fullName ?? act.pronouns ?? act.title ?? null
  if (act.do === 'channel.rename' || act.do === 'channel.convert') return act.name ?? null
  if (act.do === 'channel.create' || act.do === 'profile.rename' || act.do === 'section.set') return act.name ?? null
  return null
}

const undone = (act: Act, title: string | null): string => {
  const where = title ?? say`the channel`
  switch (act.do) {
    case 'message.post':
      return say`Your message was not sent.`
    case 'message.edit':
      return say`Your change of a message in ${where} was not kept.`
    case 'message.delete':
      return say`Your message in ${where} was not deleted.`
    case 'reaction.add':
      return say`Your reaction in ${where} was not kept.`
    case 'reaction.remove':
      return say`Your reaction in ${where} is still there.`
    case 'channel.join':
      return say`You are not in ${where}.`
    case 'channel.rename':
      return say`${where} is called as it was.`
    case 'channel.describe':
      return say`What ${where} is about is as it was.`
    case 'channel.archive':
      return say`${where} is not archived.`
    case 'channel.unarchive':
      return say`${where} is still archived.`
    case 'channel.convert':
      return say`Who can find ${where} is as it was.`
    case 'direct.close':
      return say`${where} is still in your list.`
    case 'channel.leave':
      return say`You are still in ${where}.`
    case 'channel.create':
      return say`Your channel was not created.`
    case 'profile.edit':
      return say`Your profile is as it was.`
    case 'profile.rename':
      return say`Your name is as it was.`
    case 'place.arrange':
      return say`${title ?? say`The channel`} stands in your list where it stood.`
    case 'section.set':
      return say`The sections of your list are as they were.`
    case 'preference.set':
      return say`Your preference is as it was.`
  }
}
