import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Answers } from '#protocol/commands.ts'
import { Button } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { locale, plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { opened } from '../opened.ts'
import { useQuestion } from '../use-question.ts'

type Told = Answers['invitations']['invitations'][number]

/** The links that are out, how often each was used, and which are good still. */
export function Invitations() {
  const ask = useQuestion()
  const told = useSignal<readonly Told[] | null>(null)
  const more = useSignal(false)
  const error = useSignal<string | null>(null)
  const read = async (after?: string) => {
    const answer = await ask('invitations', after === undefined ? {} : { after })
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    else {
      told.value = after === undefined ? answer.ok.invitations : [...(told.peek() ?? []), ...answer.ok.invitations]
      more.value = answer.ok.more
    }
  }
  const dialog = opened.value
  // Also when the dialog has closed, which may have made one.
  useEffect(() => {
    if (dialog === null) void read()
  }, [dialog])
  const revoke = async (invitation: string) => {
    const answer = await ask('invitation.revoke', { invitation })
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    await read()
  }
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => (opened.value = 'invite')}>
        {say`Invite people`}
      </Button>
      {told.value?.length === 0 && <p class="detail-note">{say`Nobody has been invited yet.`}</p>}
      <ul class="settings-list" aria-label={say`Invitations`}>
        {told.value?.map(each => (
          <Line key={each.invitation} told={each} onRevoke={() => void revoke(each.invitation)} />
        ))}
      </ul>
      {more.value && (
        <Button look="quiet" onClick={() => void read(told.peek()?.at(-1)?.invitation)}>
          {say`Show more`}
        </Button>
      )}
      <p class="field-note" role="status" data-error={error.value !== null}>
        {error.value}
      </p>
    </>
  )
}

function Line({ told, onRevoke }: { told: Told; onRevoke: () => void }) {
  const { replica } = useClient()
  const { creator, role, used, most } = told
  const maker = replica.user(creator).value?.name ?? ''
  const state = stateOf(told)
  return (
    <li>
      <div>
        <p class="preference-label">
          {role === 'guest' ? say`For guests, by ${<bdi>{maker}</bdi>}` : say`By ${<bdi>{maker}</bdi>}`}
        </p>
        <p>
          {most === null
            ? plural(used, { one: say`Used once`, other: say`Used ${used} times` })
            : say`Used ${used} of ${most}`}
          {' · '}
          {wordsOf(state, told)}
        </p>
      </div>
      {state === 'good' && <Button onClick={onRevoke}>{say`Take back`}</Button>}
    </li>
  )
}

type State = 'good' | 'withdrawn' | 'over' | 'used'

const stateOf = ({ withdrawn, until, most, used }: Told): State => {
  if (withdrawn !== null) return 'withdrawn'
  if (until !== null && until <= Date.now()) return 'over'
  return most !== null && used >= most ? 'used' : 'good'
}

const wordsOf = (state: State, { until }: Told): string => {
  switch (state) {
    case 'withdrawn':
      return say`taken back`
    case 'over':
      return say`too old`
    case 'used':
      return say`used up`
    case 'good':
      return until === null ? say`without end` : say`good until ${day(until)}`
  }
}

const day = (at: number): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at)
