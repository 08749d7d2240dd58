import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { channelNameFault } from '#domain/name-faults.ts'
import { normalizeChannelName } from '#domain/names.ts'
import type { Act, ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { isGeneral } from '../general.ts'
import { usePerform } from '../use-ask.ts'
import { useQuestion } from '../use-question.ts'
import { useAskedLeave } from './leave.ts'
import { outcomeOf } from './outcome.ts'
import { useStanding } from './use-standing.ts'
import { Newcomers, Writers } from './writers.tsx'

/** What a channel is called, who can find it, and its end. What is dangerous comes last. */
export function SettingsSection({ summary, onClose }: { summary: ChannelSummary; onClose: () => void }) {
  const perform = usePerform()
  const error = useSignal<string | null>(null)
  const { manages, hides, restricts, welcomes, publishes, erases } = useStanding(summary)
  const { id: channel, kind, archived, joined } = summary
  const act = async (one: Act) => {
    error.value = outcomeOf(await perform(one))
  }
  const { refusal, leave } = useAskedLeave(summary, onClose)
  return (
    <>
      {manages && !archived && <Rename summary={summary} />}
      {!manages && !restricts && <p class="detail-note">{say`Admins of the channel rename, archive and hide it.`}</p>}
      {restricts && !archived && <Writers summary={summary} />}
      {welcomes && <Newcomers summary={summary} />}
      {hides && kind === 'public' && (
        <Row words={say`Only members can find it and read it then.`}>
          <Button
            onClick={() => void act({ do: 'channel.convert', channel, kind: 'private' })}
          >{say`Make private`}</Button>
        </Row>
      )}
      {publishes && kind === 'private' && <Publish summary={summary} />}
      {manages && !archived && (
        <Row words={say`It stays as it is, and can be read; nobody writes there any more.`}>
          <Button onClick={() => void act({ do: 'channel.archive', channel })}>{say`Archive channel`}</Button>
        </Row>
      )}
      {manages && archived && (
        <Row words={say`People can write there again.`}>
          <Button onClick={() => void act({ do: 'channel.unarchive', channel })}>{say`Unarchive channel`}</Button>
        </Row>
      )}
      {(error.value ?? refusal.value) !== null && (
        <p class="field-note" role="alert" data-error="true">
          {error.value ?? refusal.value}
        </p>
      )}
      {joined && !isGeneral(summary) && (
        <Row
          words={kind === 'private' ? say`Only who is in it can bring you back.` : say`You can come back at any time.`}
        >
          <Button onClick={leave}>{say`Leave channel`}</Button>
        </Row>
      )}
      {erases && <Delete summary={summary} onDeleted={onClose} />}
    </>
  )
}

/** One thing that can be done: what comes of it, and the button. */
function Row({ words, children }: { words: string; children: ComponentChildren }) {
  return (
    <div class="setting">
      <p>{words}</p>
      {children}
    </div>
  )
}

/** A name in a field, and what is done with it. */
function NameForm({
  label,
  button,
  initial,
  look = 'plain',
  send,
}: {
  label: string
  button: string
  initial: string
  look?: 'plain' | 'danger'
  send: (name: string) => Promise<string | null>
}) {
  const id = useId()
  const typed = useSignal(initial)
  const error = useSignal<string | null>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    const fault = channelNameFault(normalizeChannelName(typed.peek()))
    error.value = fault === null ? await send(typed.peek()) : refusedWords(fault)
  }
  return (
    <form class="setting-name" onSubmit={submit}>
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          class="search-field"
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          aria-invalid={error.value !== null}
          aria-describedby={`${id}-note`}
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value
            error.value = null
          }}
        />
        <Button type="submit" look={look}>
          {button}
        </Button>
      </div>
      <p class="field-note" id={`${id}-note`} role="status" data-error={error.value !== null}>
        {error.value}
      </p>
    </form>
  )
}

function Rename({ summary: { id, name } }: { summary: ChannelSummary }) {
  const perform = usePerform()
  const rename = (typed: string) => perform({ do: 'channel.rename', channel: id, name: typed }).then(outcomeOf)
  return <NameForm key={name} label={say`Channel name`} button={say`Rename`} initial={name} send={rename} />
}

/** What was hidden is seen by everybody then, all of it: so the name is asked for, and may be another one. */
function Publish({ summary: { id, name } }: { summary: ChannelSummary }) {
  const perform = usePerform()
  const publish = (typed: string) =>
    perform({ do: 'channel.convert', channel: id, kind: 'public', name: typed }).then(outcomeOf)
  return (
    <>
      <p class="detail-note">{say`Made public, everybody here can read all that was ever said in it.`}</p>
      <NameForm label={say`Name as a public channel`} button={say`Make public`} initial={name} send={publish} />
    </>
  )
}

function Delete({ summary: { id }, onDeleted }: { summary: ChannelSummary; onDeleted: () => void }) {
  const ask = useQuestion()
  const erase = async (typed: string) => {
    const refused = outcomeOf(await ask('channel.delete', { channel: id, name: typed }))
    if (refused === null) onDeleted()
    return refused
  }
  return (
    <div class="setting-danger">
      <p class="detail-note">{say`Deleted, the channel and all that was said in it are gone for good.`}</p>
      <NameForm
        label={say`Type its name to delete it`}
        button={say`Delete channel`}
        look="danger"
        initial=""
        send={erase}
      />
    </div>
  )
}
