import { useId } from 'preact/hooks'
import type { Fields } from '#protocol/commands.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { number, plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'

/** What an invitation is for; 0 is without end. */
export interface Chosen {
  days: number
  uses: number
  role: 'member' | 'guest'
  channels: readonly string[]
}

export const firstChosen: Chosen = { days: 7, uses: 0, role: 'member', channels: [] }

/** How it is said to the server; null: a guest without a channel is nowhere. */
export const saidOf = ({ days, uses, role, channels }: Chosen): Fields<'invitation.create'> | null => {
  if (role === 'guest' && channels.length === 0) return null
  return {
    ...(days > 0 && { days }),
    ...(uses > 0 && { uses }),
    ...(role === 'guest' && { role }),
    ...(channels.length > 0 && { channels: [...channels] }),
  }
}

const DAYS = [1, 7, 30, 0]
const USES = [1, 10, 100, 0]

/** For how long, for how many, as what, and into which channels. */
export function Choices({ chosen, onChoose }: { chosen: Chosen; onChoose: (next: Chosen) => void }) {
  const { replica } = useClient()
  const own = replica.channels.value.filter(({ joined, archived }) => joined && !archived)
  const withChannel = (id: string, isIn: boolean) =>
    isIn ? [...chosen.channels, id] : chosen.channels.filter(each => each !== id)
  return (
    <div class="invite-choices">
      <Select
        label={say`Good for`}
        value={chosen.days}
        options={DAYS.map(days => [days, daysWords(days)] as const)}
        onChoose={days => onChoose({ ...chosen, days })}
      />
      <Select
        label={say`For how many people`}
        value={chosen.uses}
        options={USES.map(uses => [uses, uses === 0 ? say`Any number` : number(uses)] as const)}
        onChoose={uses => onChoose({ ...chosen, uses })}
      />
      <Select
        label={say`They come as`}
        value={chosen.role}
        options={[
          ['member', say`Members`],
          ['guest', say`Guests, in these channels alone`],
        ]}
        onChoose={role => onChoose({ ...chosen, role })}
      />
      <details open={chosen.role === 'guest' || chosen.channels.length > 0}>
        <summary>{say`Channels that they join`}</summary>
        <div class="invite-channels">
          {own.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              isChecked={chosen.channels.includes(id)}
              onChange={isIn => onChoose({ ...chosen, channels: withChannel(id, isIn) })}
            />
          ))}
        </div>
      </details>
    </div>
  )
}

const daysWords = (days: number): string =>
  days === 0 ? say`No end` : plural(days, { one: say`One day`, other: say`${days} days` })

interface SelectProps<V extends string | number> {
  label: string
  value: V
  options: readonly (readonly [value: V, words: string])[]
  onChoose: (value: V) => void
}

function Select<V extends string | number>({ label, value, options, onChoose }: SelectProps<V>) {
  const id = useId()
  const choose = (text: string) => {
    const found = options.find(([each]) => String(each) === text)
    if (found !== undefined) onChoose(found[0])
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="search-field" value={String(value)} onChange={event => choose(event.currentTarget.value)}>
        {options.map(([each, words]) => (
          <option key={each} value={String(each)}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
