import { Fragment } from 'preact'
import { say } from '../../words/say.ts'
import { today } from '../today.ts'
import type { Day } from './days.ts'
import { Message } from './message.tsx'
import { runsOf, SystemLine } from './system-line.tsx'
import { dayOf } from './when.ts'

interface DayProps {
  day: Day
  channel: string
  marked: number | null
}

/** What was said on one day. */
export function DayOf({ day, channel, marked }: DayProps) {
  const name = dayOf(day.at, today.value)
  const runs = runsOf(day.lines)
  return (
    <section>
      <h2 class="day-name">
        <span key={name}>{name}</span>
      </h2>
      {day.lines.map(({ said, grouped, first }) => (
        <Fragment key={said.key}>
          {first && <div class="new-line">{say`New`}</div>}
          {said.happened !== null ? (
            <SystemLine said={said} run={runs.get(said) ?? []} />
          ) : (
            <Message
              said={said}
              channel={channel}
              grouped={grouped}
              marked={said.seq !== null && said.seq === marked}
            />
          )}
        </Fragment>
      ))}
    </section>
  )
}
