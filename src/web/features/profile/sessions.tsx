import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import type { Answers } from '#protocol/commands.ts'
import { Button } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { locale, say } from '../../words/say.ts'
import { deviceName } from '../sign-in/device-name.ts'
import { useQuestion } from '../use-question.ts'

type Told = Answers['sessions']['sessions'][number]

/** Where one is signed in: by which device, from where, and when that was last; each can be ended. */
export function Sessions() {
  const ask = useQuestion()
  const id = useId()
  const told = useSignal<readonly Told[]>([])
  const error = useSignal<string | null>(null)
  const read = async () => {
    const answer = await ask('sessions', {})
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    else told.value = answer.ok.sessions
  }
  useEffect(() => void read(), [])
  const end = async (said: Promise<{ ok: unknown } | { refused: Parameters<typeof refusedWords>[0] }>) => {
    error.value = null
    const answer = await said
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    await read()
  }
  const current = told.value.find(session => session.current)
  return (
    <section class="signing-in" aria-labelledby={id}>
      <h3 id={id}>{say`Where you are signed in`}</h3>
      <ul class="held-credentials" aria-label={say`Where you are signed in`}>
        {told.value.map(session => (
          <li key={session.session}>
            <span>
              {deviceName(session.device)}
              <span class="field-note">{placeOf(session)}</span>
            </span>
            {!session.current && (
              <Button
                aria-label={say`End the session of ${deviceName(session.device)}`}
                onClick={() => void end(ask('session.end', { session: session.session }))}
              >
                {say`End`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {current !== undefined && told.value.length > 1 && (
        <Button onClick={() => void end(ask('session.endOthers', { keep: current.session }))}>
          {say`End all others`}
        </Button>
      )}
      <p class="field-note" role="status" data-error={error.value !== null}>
        {error.value}
      </p>
    </section>
  )
}

const placeOf = ({ current, seen, created, network }: Told): string => {
  const when = current ? say`here, now` : new Intl.DateTimeFormat(locale(), MOMENT).format(seen ?? created)
  return network === undefined ? when : `${when} · ${network}`
}

const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const
