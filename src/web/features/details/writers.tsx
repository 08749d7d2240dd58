import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { say } from '../../words/say.ts'
import { useQuestion } from '../use-question.ts'
import { outcomeOf } from './outcome.ts'

const WHO = ['everybody', 'chosen', 'admins'] as const

/** Who writes in a channel. Everybody in it reads and reacts. */
export function Writers({ summary: { id: channel, posting } }: { summary: ChannelSummary }) {
  const id = useId()
  const ask = useQuestion()
  const error = useSignal<string | null>(null)
  const names: Record<(typeof WHO)[number], string> = {
    everybody: say`Everybody in it`,
    chosen: say`Its admins, and members whom they choose`,
    admins: say`Its admins`,
  }
  const choose = async (who: string) => {
    const wanted = WHO.find(one => one === who) ?? 'everybody'
    error.value = outcomeOf(await ask('channel.posting', { channel, who: wanted }))
  }
  return (
    <div class="setting setting-choice">
      <label for={id}>{say`Who writes here`}</label>
      <select
        id={id}
        class="search-field"
        aria-describedby={`${id}-note`}
        value={posting ?? 'everybody'}
        onChange={event => void choose(event.currentTarget.value)}
      >
        {WHO.map(who => (
          <option key={who} value={who}>
            {names[who]}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} class="field-note" role="status" data-error={error.value !== null}>
        {error.value ?? (posting === 'chosen' ? say`Choose them under Members.` : say`Everybody reads and reacts.`)}
      </p>
    </div>
  )
}

/** Whether whoever comes into the workspace is in the channel from the beginning. */
export function Newcomers({ summary: { id: channel, newcomers } }: { summary: ChannelSummary }) {
  const ask = useQuestion()
  const error = useSignal<string | null>(null)
  const set = async (wanted: boolean) => {
    error.value = outcomeOf(await ask('channel.newcomers', { channel, newcomers: wanted }))
  }
  return (
    <>
      <Checkbox
        label={say`Newcomers are in it`}
        hint={say`Whoever comes into the workspace from now on gets a seat here.`}
        isChecked={newcomers}
        onChange={wanted => void set(wanted)}
      />
      {error.value !== null && (
        <p class="field-note" role="alert" data-error="true">
          {error.value}
        </p>
      )}
    </>
  )
}
